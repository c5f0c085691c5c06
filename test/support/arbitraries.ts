// Random fan-outs: upstreams in every kind of trouble, modes, deadlines.
import * as fc from "fast-check";

/** Upstreams that answer in their own time. */
const answering = fc.oneof(
  fc.constant(""),
  fc.integer({ min: 1, max: 40 }).map((ms) => `delayMs=${ms}`),
  fc.integer({ min: 1, max: 40 }).map((ms) => `bodyDelayMs=${ms}`),
  fc.constantFrom(200, 204, 404, 429, 500, 503).map((status) => `status=${status}`),
  fc.integer({ min: 1, max: 6 }).map((hops) => `redirect=${hops}`),
  fc.constantFrom("0", "1", "soon").map((text) => `failFirst=1&retryAfter=${text}`),
  fc.constantFrom("bytes=5000", "bytes=3000000", "bytes=3000000&gzip", "bytes=3000000&framing=chunked", "body=%7B"),
);

/** Upstreams that never finish. */
const stalling = fc.constantFrom("stall=headers", "stall=body");

/** Upstreams that break the connection. */
const breaking = fc.constantFrom("reset=headers", "reset=body", "truncate");

const mode = fc.oneof(
  fc.constant("settled" as const),
  fc.constant("all" as const),
  fc.record({ count: fc.integer({ min: 1, max: 3 }) }),
);

/** What a random fan-out is made of. */
export interface RandomFanOut {
  readonly calls: readonly {
    readonly recipe: string;
    readonly timeoutMs: number;
    readonly hedgeMs: number | undefined;
  }[];
  readonly mode: "settled" | "all" | { readonly count: number };
  readonly deadlineMs: number;
  readonly concurrency: number;
  /** When the client leaves, in milliseconds; `undefined`: it stays. */
  readonly leaveMs: number | undefined;
}

/** `broken`: whether some upstreams break their connections. */
export function randomFanOut({ broken }: { broken: boolean }): fc.Arbitrary<RandomFanOut> {
  const recipe = broken
    ? fc.oneof({ weight: 4, arbitrary: answering }, stalling, breaking)
    : fc.oneof({ weight: 4, arbitrary: answering }, stalling);
  const call = fc.record({
    recipe,
    timeoutMs: fc.integer({ min: 10, max: 80 }),
    hedgeMs: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
  });
  return fc
    .record({
      calls: fc.array(call, { minLength: 1, maxLength: 9 }),
      mode,
      deadlineMs: fc.integer({ min: 20, max: 120 }),
      concurrency: fc.constantFrom(1, 3, 1000),
      leaveMs: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 3 }),
    })
    .filter(({ calls, mode: wanted }) => typeof wanted === "string" || wanted.count <= calls.length);
}
