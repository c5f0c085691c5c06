// Work that no request asked for: a cron, a batch of a queue, work in the background.
import { env } from "cloudflare:workers";
import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { afterEach, beforeEach, expect, type Mock, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { type CallContext, declareBinding, declareUpstream, withScope } from "../../src/endpoint.ts";
import type { ScopeSettings } from "../../src/with-scope.ts";
import { gate } from "../support/gate.ts";
import { corner } from "../support/worker.ts";

let log: Mock<(line: string) => void>;
beforeEach(() => {
  log = vi.fn();
  vi.spyOn(console, "log").mockImplementation(log);
});
afterEach(() => void vi.restoreAllMocks());

const line = (): unknown => {
  expect(log).toHaveBeenCalledOnce();
  return JSON.parse(String(log.mock.lastCall?.[0]));
};

/** Runs `work` as a handler of a cron or a queue would. */
function run<T>(
  work: (call: CallContext) => Promise<T>,
  settings: ScopeSettings = {},
  changes: Record<string, string> = {},
): Promise<T> {
  const vars = { ...env, ALLOWED_ORIGINS: corner().origin, LOG_REQUESTS: "true", ...changes };
  return withScope(vars, { waitUntil: () => undefined }, settings, work);
}

test("B4 work resolves to its result, and its line counts its calls", async () => {
  const { fault } = corner();
  expect(await run((call) => call.read(fault()).then(({ status }) => status), { name: "nightly" })).toBe(200);
  expect(line()).toMatchObject({ work: "nightly", calls: 1, subrequests: 1, outcomes: { ok: 1 } });
});

test.each(["headers", "body"])("B4 work whose upstream hangs in its %s ends at its deadline", async (how) => {
  const { fault, seen } = corner();
  const work = run((call) => call.read(fault(`stall=${how}`), { timeoutMs: 30_000 }), { deadlineMs: 150 });
  await expect(work).rejects.toMatchObject({ outcome: "deadline", reason: "deadline_passed" });
  expect(await seen("leftEarly:1")).toMatchObject({ waitingForHeaders: 0, openBodies: 0 });
  expect(line()).toMatchObject({ failed: [{ outcome: "deadline" }] });
});

test("B4 work that ignores its signal is left at its deadline", async () => {
  const door = gate();
  onTestFinished(() => door.open(1));
  await expect(run(door.wait, { deadlineMs: 100 })).rejects.toMatchObject({ name: "TimeoutError" });
});

test.each([
  ["resolves", () => Promise.resolve("done")],
  ["rejects", () => Promise.reject(new Error("broken"))],
] as const)("B4 calls that were not waited for have stopped when the work %s", async (_how, end) => {
  const { fault, seen } = corner();
  let unread: Response | undefined;
  await run(async (call) => {
    void call.read(fault("stall=headers")).catch(() => undefined);
    unread = await call.fetch(fault("stall=body"));
    await seen("requests:2");
    return end();
  }).catch(() => undefined);
  expect(unread?.bodyUsed).toBe(false);
  expect(line()).toMatchObject({ calls: 2, failed: [{ outcome: "cancelled" }] });
  expect(await seen("leftEarly:2")).toMatchObject({ waitingForHeaders: 0, openBodies: 0 });
});

test("B4 what cannot be stopped is named", async () => {
  const door = gate();
  onTestFinished(() => door.open(1));
  const stuck = declareBinding({ name: "stuck-read", ask: door.wait, answer: z.unknown() });
  await expect(run((call) => stuck(call), { deadlineMs: 100 })).rejects.toMatchObject({ outcome: "deadline" });
  expect(line()).toMatchObject({ goingOn: ["stuck-read"], failed: [{ upstream: "stuck-read" }] });
});

test("B4 the budget and the slots are those of a request", async () => {
  const { fault } = corner();
  const work = run(
    async (call) => {
      await call.read(fault());
      await call.read(fault());
    },
    {},
    { SUBREQUESTS: "1" },
  );
  await expect(work).rejects.toMatchObject({ outcome: "over_budget" });
});

test("B4 answers that may be kept are in the cache when the work is over", async () => {
  const { origin } = corner();
  const cached = declareUpstream({
    name: "warmed",
    origin: "FORECAST_ORIGIN",
    policy: { cache: { freshS: 60 } },
    request: (key: string) => ({ path: "/fault", query: { key } }),
    answer: z.object({ n: z.number() }),
  });
  const key = crypto.randomUUID();
  const warm = (): Promise<unknown> =>
    run((call) => cached(call, key), {}, { CACHE_UPSTREAMS: "true", FORECAST_ORIGIN: origin });
  expect([await warm(), await warm()]).toEqual([{ n: 1 }, { n: 1 }]);
});

test("B4 no line is written where requests write none, and a deadline is checked", async () => {
  await run(() => Promise.resolve(), {}, { LOG_REQUESTS: "false" });
  expect(log).not.toHaveBeenCalled();
  await expect(run(() => Promise.resolve(), { deadlineMs: NaN })).rejects.toThrow(RangeError);
});

test("B4 the runtime's own context takes the work that goes on", async () => {
  const ctx = createExecutionContext();
  const vars = { ...env, LOG_REQUESTS: "true" };
  expect(await withScope(vars, ctx, {}, () => Promise.resolve(1))).toBe(1);
  await waitOnExecutionContext(ctx);
});
