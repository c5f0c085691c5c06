// Random fan-outs: upstreams in every kind of trouble, modes, deadlines, clients that leave. `scripts/upstreams/recipe.ts` says what a recipe means.
import * as fc from "fast-check";

/** Few chunks, or writing them would take longer than the case. */
const MOST_CHUNKS = 100;

/** How the cases are run: one that fails or hangs is reported as it was drawn, since a smaller one need not fail in the same race. */
export const reporting = { endOnFailure: true, timeout: 15_000 } as const;

const ms = fc.integer({ min: 1, max: 40 });

/** Bodies of any size, that declare their length or do not, in one piece or in small ones. Some are over the limits of a test. */
const bodies = fc
  .record({
    bytes: fc.constantFrom(0, 1, 5_000, 300_000, 600_000, 600_000, 700_001, 3_000_000),
    framing: fc.constantFrom("length", "chunked"),
    chunks: fc.option(fc.integer({ min: 1, max: MOST_CHUNKS })),
    coding: fc.constantFrom("", "", "&gzip", "&gzip&coding=GZIP"),
    late: fc.constantFrom("", "", "&bodyDelayMs=5", "&together=2"),
  })
  .map(({ bytes, framing, chunks, coding, late }) => {
    const chunkBytes = Math.min(65_536, Math.ceil(bytes / (chunks ?? 1)));
    const cut = chunks === null || chunkBytes === 0 ? "" : `&chunkBytes=${chunkBytes}`;
    return `bytes=${bytes}&framing=${framing}${cut}${coding}${late}`;
  });

/** Failures that an upstream answers, and those that Cloudflare answers for one that is dead. */
const failing = fc.constantFrom(400, 404, 408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530);

/** Upstreams that answer in their own time. */
const answering = fc.oneof(
  fc.constantFrom("", "status=201", "status=204", "reason=Fine%09so%20far"),
  ms.map((delayMs) => `delayMs=${delayMs}`),
  ms.map((jitterMs) => `jitterMs=${jitterMs}&slowEvery=2&slowMs=40`),
  ms.map((bodyDelayMs) => `bodyDelayMs=${bodyDelayMs}`),
  failing.map((status) => `status=${status}`),
  fc.tuple(failing, fc.constantFrom("0", "1", "soon", "0.01")).map(([status, retryAfter]) => {
    return `failFirst=1&failStatus=${status}&retryAfter=${retryAfter}`;
  }),
  fc.integer({ min: 1, max: 6 }).map((hops) => `redirect=${hops}&redirectStatus=307`),
  // To an origin that is not allowed: one that is would be sent a request that the upstream does not count.
  fc.constantFrom("redirectTo=http://127.0.0.1:9/", "redirectTo=ftp://nowhere", "redirect=1&redirectForm=absolute"),
  fc.constantFrom("body=%7B", "hex=22ff22", "contentType=text/plain&hex=ff", "body=[9007199254740993]"),
  { weight: 4, arbitrary: bodies },
);

/** Upstreams that never finish. */
const stalling = fc.constantFrom("stall=headers", "stall=body");

/** Bodies that cannot be decompressed. */
const garbled = fc.constantFrom("badGzip", "badGzip&bytes=400000&framing=chunked", "badGzip&bodyDelayMs=5");

/** Upstreams that break the connection. */
const breaking = fc
  .tuple(
    fc.constantFrom("reset=headers", "reset=body", "truncate"),
    fc.constantFrom("", "&framing=chunked", "&gzip", "&bytes=400000"),
  )
  .map((parts) => parts.join(""));

/** What goes wrong, always or the first time. */
function wrong(how: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(how, fc.constantFrom("", "&failFirst=1&failStatus=200")).map((parts) => parts.join(""));
}

const mode = fc.oneof(
  fc.constant("settled" as const),
  fc.constant("all" as const),
  fc.record({ count: fc.integer({ min: 1, max: 3 }) }),
);

/** What a random fan-out is made of. */
export interface RandomFanOut {
  readonly calls: readonly {
    readonly recipe: string;
    readonly method: string;
    readonly timeoutMs: number;
    readonly hedgeMs: number | undefined;
  }[];
  readonly mode: "settled" | "all" | { readonly count: number };
  readonly deadlineMs: number;
  readonly concurrency: number;
  /** When the client leaves, in milliseconds; `undefined`: it stays. */
  readonly leaveMs: number | undefined;
}

/** Any fan-out of one to nine calls. `breaks`: whether some upstreams break their connections. */
export function randomFanOut({ breaks }: { breaks: boolean }): fc.Arbitrary<RandomFanOut> {
  const recipe = fc.oneof(
    { weight: 7, arbitrary: answering },
    { weight: 1, arbitrary: stalling },
    { weight: 1, arbitrary: wrong(garbled) },
    { weight: breaks ? 2 : 0, arbitrary: wrong(breaking) },
  );
  const call = fc.record({
    recipe,
    method: fc.constantFrom("GET", "GET", "GET", "HEAD", "POST", "PUT"),
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
