// Random fan-outs against the built Worker over HTTP, connections that break included: every request is told, nothing hangs, nothing is a 500.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { outcomes } from "../../../src/upstream/outcome.ts";
import { randomFanOut, type RandomFanOut } from "../../support/arbitraries.ts";
import { corner, gathered, get, postGather } from "../../support/worker.ts";

const CASES = 1_000;

/** Cases that run at once; they share the Worker and nothing else. */
const LANES = 5;

test(`${CASES} random fan-outs over HTTP lose no result and leave no upstream connection`, async () => {
  const lane = (): Promise<void> =>
    fc.assert(fc.asyncProperty(randomFanOut({ broken: true }), fc.boolean(), everyRequestIsTold), {
      numRuns: CASES / LANES,
    });
  await Promise.all(Array.from({ length: LANES }, lane));
  expect((await get("/healthz")).status).toBe(200);
}, 120_000);

async function everyRequestIsTold(
  { calls, mode, deadlineMs, concurrency }: RandomFanOut,
  streamed: boolean,
): Promise<void> {
  const { fault, idle } = corner();
  const requests = calls.map(({ recipe, timeoutMs, hedgeMs }) => ({ url: fault(recipe), timeoutMs, hedgeMs }));
  const response = await postGather(
    { requests, mode, deadlineMs, concurrency },
    { Accept: streamed ? "application/x-ndjson" : "application/json" },
  );
  expect([200, 502, 504]).toContain(response.status);
  const { results, subrequests } = streamed ? await read(response) : await gathered(response);
  expect(Object.values(results).length).toBe(calls.length);
  for (const { outcome } of Object.values(results)) expect(outcomes).toContain(outcome);

  const seen = await idle();
  expect(seen["requests"]).toBeLessThanOrEqual(subrequests);
}

async function read(response: Response): Promise<{ results: { outcome: string }[]; subrequests: number }> {
  const lines = (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const summary = lines.pop();
  expect(summary).toMatchObject({ type: "summary" });
  return { results: lines as unknown as { outcome: string }[], subrequests: summary?.["subrequests"] as number };
}
