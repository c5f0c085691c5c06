// Random fan-outs against the built Worker over HTTP: every request is told, nothing hangs, nothing is a 500, and nothing is left upstream.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type * as z from "zod";
import { GatherLine, type Result } from "../../../src/routes/gather/gather-answer.ts";
import { outcomes } from "../../../src/upstream/call/outcome.ts";
import { SLOTS } from "../../../src/upstream/layers/slot.ts";
import { randomFanOut, reporting, type RandomFanOut } from "../../support/arbitraries.ts";
import { ownBuilt } from "../../support/own-built.ts";
import { tornRequest } from "../../support/torn-request.ts";
import { corner, gathered, linesOf } from "../../support/worker.ts";

const CASES = 1_000;

/** Cases that run at once; they share the Worker and nothing else. */
const LANES = 5;

/** Each has breakers and extra attempts of its own. With one key alone, an open breaker would be all that the cases meet. */
const KEYS = 50;

/** The built Worker's share of subrequests for one request. */
const SUBREQUESTS = 30;

type Told = z.output<typeof Result>;

/** How calls end whose requests are cut off. */
const CUT_OFF = new Set<string>(["cancelled", "client_gone", "deadline", "timeout"]);

const keyOf = (number: number): string => `random-key-${number % KEYS}`;

test(`${CASES} random fan-outs over HTTP lose no result and leave no upstream connection`, async () => {
  const keys = Array.from({ length: KEYS }, (_, number) => keyOf(number)).join(" ");
  const { worker, upstreams } = await ownBuilt({ API_KEYS: keys, SUBREQUESTS: String(SUBREQUESTS) });
  let cases = 0;
  const lane = (): Promise<void> =>
    fc.assert(
      fc.asyncProperty(randomFanOut({ breaks: true }), fc.boolean(), async (drawn, streamed) => {
        const headers = {
          "Content-Type": "application/json",
          Authorization: `Bearer ${keyOf(cases++)}`,
          Accept: streamed ? "application/x-ndjson" : "application/json",
        };
        await everyRequestIsTold(drawn, `${worker}/gather`, headers, upstreams);
      }),
      { ...reporting, numRuns: CASES / LANES },
    );
  await Promise.all(Array.from({ length: LANES }, lane));
  expect((await fetch(`${worker}/healthz`)).status).toBe(200);
}, 120_000);

async function everyRequestIsTold(
  { calls, mode, deadlineMs, concurrency, leaveMs }: RandomFanOut,
  url: string,
  headers: Record<string, string>,
  upstreams: string,
): Promise<void> {
  const { fault, idle } = corner(upstreams);
  const requests = calls.map(({ recipe, ...call }) => ({ ...call, url: fault(recipe) }));
  const body = JSON.stringify({ requests, mode, deadlineMs, concurrency });
  if (leaveMs !== undefined) {
    await tornRequest(url, headers, body, leaveMs);
    expect((await idle())["requests"]).toBeLessThanOrEqual(SUBREQUESTS);
    return;
  }
  const response = await fetch(url, { method: "POST", headers, body });
  expect([200, 502, 504]).toContain(response.status);
  const { results, subrequests } = response.headers.get("Content-Type")?.startsWith("application/x-ndjson")
    ? await read(response)
    : await gathered(response);
  const told: Told[] = Object.values(results);
  expect(told.length).toBe(calls.length);
  for (const { outcome } of told) expect(outcomes).toContain(outcome);
  expect(subrequests).toBeLessThanOrEqual(SUBREQUESTS);

  const seen = await idle();
  expect(seen["requests"]).toBeLessThanOrEqual(subrequests);
  // A request that was cut off may not have reached the upstream, or be counted there when its slot has another already.
  if (told.some(({ outcome, timing }) => timing.hedged || CUT_OFF.has(outcome))) return;
  expect(seen["requests"]).toBe(subrequests);
  expect(seen["peakWaitingForHeaders"]).toBeLessThanOrEqual(SLOTS);
}

/** The results and the subrequests of a stream. */
async function read(response: Response): Promise<{ results: Told[]; subrequests: number }> {
  const lines = (await linesOf(response)).map((line) => GatherLine.parse(line));
  const summary = lines.pop();
  if (summary?.type !== "summary") throw new Error("the last line is not a summary");
  return { results: lines.filter(({ type }) => type === "result") as Told[], subrequests: summary.subrequests };
}
