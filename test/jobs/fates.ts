// What may happen to a job, drawn at random.
import * as fc from "fast-check";

/** One thing that happens. Numbers choose among what there is: the n-th message, the n-th consumer. */
export type Step =
  | { readonly what: "deliver" | "double" | "drop"; readonly message: number }
  | {
      readonly what: "report";
      readonly consumer: number;
      readonly done: number;
      readonly later: number;
      readonly over: boolean;
    }
  | { readonly what: "die"; readonly consumer: number }
  | { readonly what: "clock"; readonly ms: number }
  | { readonly what: "evict" | "alarms" | "cancel" | "queue-fails" | "tell-fails" | "read" };

/** A job, and what happens to it. */
export interface Fate {
  readonly job: {
    /** For each request whether it must not be sent twice. */
    readonly once: readonly boolean[];
    /** The requests whose consumer dies. */
    readonly poison: readonly number[];
    readonly concurrency: number;
    readonly ratePerSecond: number | undefined;
    readonly maxFailures: number | undefined;
    readonly deadlineS: number;
  };
  readonly steps: readonly Step[];
}

const nth = fc.nat({ max: 20 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant("deliver" as const), message: nth }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom("double" as const, "drop" as const), message: nth }) },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant("report" as const),
      consumer: nth,
      done: fc.nat({ max: 8 }),
      later: fc.nat({ max: 3 }),
      over: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("die" as const), consumer: nth }) },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant("clock" as const), ms: fc.constantFrom(100, 1_000, 9_000, 31_000) }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom("alarms" as const, "read" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom("evict" as const, "queue-fails" as const, "tell-fails" as const) }),
  },
);

const rare = fc.oneof(
  { weight: 40, arbitrary: step },
  { weight: 1, arbitrary: fc.constant({ what: "cancel" } as const) },
);

/** A job of up to forty requests, and up to forty steps. */
export function fates(): fc.Arbitrary<Fate> {
  return fc.record({
    job: fc.record({
      once: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
      poison: fc.array(fc.nat({ max: 60 }), { maxLength: 2 }),
      concurrency: fc.integer({ min: 1, max: 20 }),
      ratePerSecond: fc.constantFrom(undefined, undefined, 0.5, 10),
      maxFailures: fc.constantFrom(undefined, undefined, undefined, 3),
      deadlineS: fc.constantFrom(60, 86_400, 86_400),
    }),
    steps: fc.array(rare, { maxLength: 40 }),
  });
}
