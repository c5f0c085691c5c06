// Jobs under a random fate: messages lost, doubled and late, consumers that die, evictions, cancellation, a clock
// that jumps. The invariants hold after every step, and in the end every request has exactly one result.
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JobBindings } from "../../src/jobs/bindings.ts";
import { shareOf } from "../../src/jobs/share-limits.ts";
import { JobOptions } from "../../src/jobs/job-options.ts";
import { fates } from "../jobs/fates.ts";
import { JobModel } from "../jobs/job-model.ts";

const CASES = 1_000;
const { SHARD } = env as unknown as JobBindings;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: Date.UTC(2090, 0, 1) });
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test(`I1 to I9 hold after every step of ${CASES} random fates, and every job ends`, async () => {
  await runInDurableObject(SHARD.getByName("model"), async (_, state) => {
    const fate = fc.asyncProperty(fates(), async ({ job, steps }) => {
      const model = new JobModel(state, job);
      await model.begin();
      for (const step of steps) await model.take(step);
      await model.finish();
    });
    await fc.assert(fate, { numRuns: CASES });
  });
}, 120_000);

test("J5 the shares of a job's shards are its limits together, and no share shrinks when a shard ends", () => {
  const many = fc.record({ concurrency: fc.integer({ min: 1, max: 1_500 }), shards: fc.integer({ min: 1, max: 300 }) });
  fc.assert(
    fc.property(many, fc.nat(), ({ concurrency, shards }, ends) => {
      const options = JobOptions.parse({ concurrency, ratePerSecond: 10 });
      const shares = (count: number) => Array.from({ length: count }, (_, at) => shareOf(options, at, count));
      const before = shares(shards);
      expect(before.reduce((sum, share) => sum + share.concurrency, 0)).toBe(concurrency);
      expect(before.reduce((sum, share) => sum + 1_000 / share.everyMs, 0)).toBeCloseTo(10);
      const after = shares(shards - 1);
      const left = before.toSpliced(ends % shards, 1);
      for (const [at, share] of left.entries())
        expect(after[at]?.concurrency).toBeGreaterThanOrEqual(share.concurrency);
    }),
    { numRuns: CASES },
  );
});
