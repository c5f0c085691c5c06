// The log line of a request, and the rate limit: what only shows from inside.
import { Hono } from "hono";
import { afterEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { createApp } from "../../src/app.ts";
import { answers, type AppEnv, declareUpstream, merge, optional } from "../../src/endpoint.ts";
import { requestLog } from "../../src/middleware/request-log.ts";
import { scope } from "../../src/middleware/scope.ts";
import { corner, problem } from "../support/worker.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

async function request(
  body: unknown,
  env: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: "Bearer log-key", ...headers },
    body: JSON.stringify(body),
  };
  return createApp().request("/gather?secret=query", init, {
    ALLOWED_ORIGINS: corner().origin,
    API_KEYS: "log-key",
    ...env,
  });
}

test("H6 one structured line per request: who, what, how long, how many calls; no key, no query, no body", async () => {
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const { fault } = corner();
  await request({ requests: { good: { url: `${fault()}#private` }, bad: { url: fault("status=404") } } });
  expect(logged).toHaveBeenCalledOnce();
  const line = String(logged.mock.calls[0]?.[0]);
  expect(JSON.parse(line)).toEqual({
    method: "POST",
    path: "/gather",
    status: 200,
    traceId: expect.stringMatching(/^[\da-f]{32}$/) as string,
    durationMs: expect.any(Number) as number,
    calls: 2,
    subrequests: 2,
    outcomes: { ok: 1, http_error: 1 },
    failed: [{ upstream: "bad", outcome: "http_error", reason: "answered_with_error" }],
  });
  expect(line).not.toMatch(/log-key|secret|private/);
});

test("R30 the line names each failed call with its outcome, also of a merged answer, and fifty at most", async () => {
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const { origin, fault } = corner();
  const forecast = declareUpstream({
    name: "log-forecast",
    origin: "FORECAST_ORIGIN",
    policy: { retries: 0 },
    request: (status: number) => ({ path: "/fault", query: { status } }),
    answer: z.object({ ok: z.boolean() }),
  });
  const app = new Hono<AppEnv>().use(scope).use(requestLog);
  app.get("/merged", answers({ good: z.unknown(), bad: z.unknown() }), (c) =>
    merge(c, { good: (call) => forecast(call, 200), bad: optional((call) => forecast(call, 503)) }),
  );
  const env = { ALLOWED_ORIGINS: origin, FORECAST_ORIGIN: origin };
  await (await app.request("/merged", {}, env)).arrayBuffer();
  expect(JSON.parse(String(logged.mock.calls[0]?.[0]))).toMatchObject({
    outcomes: { ok: 1, http_error: 1 },
    failed: [{ upstream: "log-forecast", outcome: "http_error", reason: "answered_with_error" }],
  });

  const requests = Array.from({ length: 50 }, () => ({ url: fault("status=404") }));
  await request({ requests: [...requests, { url: "https://not-allowed.example" }] }, { SUBREQUESTS: "60" });
  const line = z
    .object({ outcomes: z.record(z.string(), z.number()), failed: z.array(z.unknown()) })
    .parse(JSON.parse(String(logged.mock.calls[1]?.[0])));
  expect([line.outcomes, line.failed.length]).toEqual([{ http_error: 50, blocked: 1 }, 50]);
});

test("R30 a request whose calls all end well names none", async () => {
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await request({ requests: [{ url: corner().fault() }] });
  expect(JSON.parse(String(logged.mock.calls[0]?.[0]))).not.toHaveProperty("failed");
});

test("the line of a stream is written when the stream ends", async () => {
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const { fault } = corner();
  const response = await request({ requests: [{ url: fault("delayMs=20") }] }, {}, { Accept: "application/x-ndjson" });
  expect(logged).not.toHaveBeenCalled();
  await response.arrayBuffer();
  await vi.waitFor(() => expect(logged).toHaveBeenCalledOnce());
  expect(JSON.parse(String(logged.mock.calls[0]?.[0]))).toMatchObject({ calls: 1, outcomes: { ok: 1 } });
});

test("H1 a client that leaves a stream shows in its line: client_gone", async () => {
  const logged = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const { fault, seen } = corner();
  const requests = [{ url: fault() }, { url: fault("stall=headers") }];
  const response = await request({ requests }, {}, { Accept: "application/x-ndjson" });
  await seen("requests:2");
  await response.body?.cancel();
  await vi.waitFor(() => expect(logged).toHaveBeenCalledOnce());
  expect(JSON.parse(String(logged.mock.calls[0]?.[0]))).toMatchObject({ outcomes: { client_gone: 1 } });
});

test("over the rate limit it is 429 with Retry-After, counted by a key's digest and never by the key", async () => {
  const limit = vi
    .fn<(options: { key: string }) => Promise<{ success: boolean }>>()
    .mockResolvedValue({ success: false });
  const response = await request({ requests: [] }, { RATE_LIMITER: { limit }, LOG_REQUESTS: "false" });
  expect([(await problem(response)).status, response.headers.get("Retry-After")]).toEqual([429, "60"]);
  await request({ requests: [] }, { RATE_LIMITER: { limit } }, { Authorization: "bearer   log-key" });
  const [first, second] = limit.mock.calls.map(([{ key }]) => key);
  expect(first).toMatch(/^key [\da-f]{64}$/);
  expect(second).toBe(first);
});

test("without a key the limit counts by address", async () => {
  const limit = vi
    .fn<(options: { key: string }) => Promise<{ success: boolean }>>()
    .mockResolvedValue({ success: false });
  const open = { OPEN_ACCESS: "true", API_KEYS: "", LOG_REQUESTS: "false", RATE_LIMITER: { limit } };
  await request({ requests: [] }, open, { Authorization: "", "CF-Connecting-IP": "192.0.2.1" });
  expect(limit).toHaveBeenCalledWith({ key: "address 192.0.2.1" });
});
