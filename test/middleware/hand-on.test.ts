// A handler returns what an upstream answered: the body streams through, past the clocks, for as long as it moves.
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { cors } from "../../src/middleware/cors.ts";
import { deadline } from "../../src/middleware/deadline.ts";
import { requestLog } from "../../src/middleware/request-log.ts";
import { type AppEnv, scope } from "../../src/middleware/scope.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import type { CallInit } from "../../src/upstream/request/call-init.ts";
import { type Peer, peer } from "../support/peer.ts";
import { corner, textOf } from "../support/worker.ts";

/** An app whose one route returns what `url` answers, or what `change` makes of that. */
function passing(
  url: string,
  init: CallInit = {},
  change: (answer: Response) => Response | Promise<Response> = (answer) => answer,
) {
  const lines = vi.spyOn(console, "log").mockReturnValue();
  onTestFinished(() => lines.mockRestore());
  const app = new Hono<AppEnv>()
    .use(cors)
    .use(scope)
    .use(requestLog)
    .get("/", deadline(100), async (c) =>
      change(await c.var.call.fetch(url, { upstream: "source", timeoutMs: 50, maxBytes: 10, ...init })),
    );
  const vars = { ...env, ALLOWED_ORIGINS: new URL(url).origin, LOG_REQUESTS: "true" };
  return {
    ask: async (method = "GET", more = {}) => app.request("/", { method }, { ...vars, ...more }),
    line: (): unknown => {
      expect(lines).toHaveBeenCalledOnce();
      return JSON.parse(String(lines.mock.lastCall?.[0]));
    },
    isOpen: () => lines.mock.calls.length === 0,
  };
}

const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n";

/** A chunk as HTTP/1.1 writes it. */
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

/** An upstream that sends what the test says, once it has been asked. */
async function source(): Promise<Pick<Peer, "write" | "reset" | "seen"> & { readonly url: string }> {
  const { port, write, reset, seen } = await peer();
  async function answer(text: string | Uint8Array): Promise<unknown> {
    // The runtime's client gives up a connection that answers before it is asked.
    await seen("bytes:1");
    return write(text);
  }
  return { url: `http://127.0.0.1:${port}/`, write: answer, reset, seen };
}

const decoded = ({ value }: ReadableStreamReadResult<Uint8Array>): string => new TextDecoder().decode(value);

// The clocks of these calls are shorter than a busy machine takes for a connection.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("R28 the body goes on past the deadline, the attempt's clock and the cap, to its end", async () => {
  const upstream = await source();
  const { ask, line, isOpen } = passing(upstream.url);
  const asked = ask();
  await upstream.write(`${HEAD}\r\n${chunk("first")}`);
  const response = await asked;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  expect(decoded(await reader.read())).toBe("first");
  for (let second = 0; second < 3; second++) {
    const next = reader.read();
    await vi.advanceTimersByTimeAsync(20_000);
    await upstream.write(chunk(`after ${second}`));
    expect(decoded(await next)).toBe(`after ${second}`);
  }
  expect(isOpen()).toBe(true);
  await upstream.write("0\r\n\r\n");
  expect((await reader.read()).done).toBe(true);
  expect(line()).toMatchObject({ status: 200, durationMs: 60_000, outcomes: { ok: 1 } });
  expect(vi.getTimerCount()).toBe(0);
});

test.each([
  ["idleMs", { idleMs: 300 }, 300],
  ["60 s, if the call sets none", {}, 60_000],
] as const)("R28 B5 a body that is silent for %s ends, and its upstream is left", async (_what, init, idleMs) => {
  const upstream = await source();
  const { ask, line, isOpen } = passing(upstream.url, init);
  const asked = ask();
  await upstream.write(`${HEAD}\r\n${chunk("first")}`);
  const reader = ((await asked).body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  const next = reader.read().catch((error: unknown) => (error instanceof UpstreamError ? error.message : error));
  await vi.advanceTimersByTimeAsync(idleMs - 1);
  expect(isOpen()).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(await next).toBe(`upstream "source" sent nothing for ${idleMs} ms`);
  expect(line()).toMatchObject({ failed: [{ upstream: "source", outcome: "timeout", reason: "idle_timeout" }] });
  await upstream.seen("ends:1");
  expect(vi.getTimerCount()).toBe(0);
});

test("R28 a client that reads slowly is no silence of the upstream", async () => {
  const upstream = await source();
  const { ask } = passing(upstream.url, { idleMs: 300 });
  const asked = ask();
  await upstream.write(`${HEAD}\r\n${chunk("first")}`);
  const reader = ((await asked).body as ReadableStream<Uint8Array>).getReader();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(decoded(await reader.read())).toBe("first");
  const next = reader.read();
  await vi.advanceTimersByTimeAsync(299);
  await upstream.write(chunk("second"));
  expect(decoded(await next)).toBe("second");
  await reader.cancel();
});

test("R28 a client that cancels the body ends the upstream's connection", async () => {
  const upstream = await source();
  const { ask, line } = passing(upstream.url);
  const asked = ask();
  await upstream.write(`${HEAD}\r\n${chunk("first")}`);
  const { body } = await asked;
  await body?.cancel();
  await upstream.seen("ends:1");
  expect(line()).toMatchObject({ failed: [{ upstream: "source", outcome: "client_gone", reason: "client_left" }] });
});

test("R28 a body that breaks breaks the answer, and the line says so", async () => {
  const upstream = await source();
  const { ask, line } = passing(upstream.url);
  const asked = ask();
  await upstream.write(`${HEAD}\r\n${chunk("first")}`);
  const response = await asked;
  const text = response.text().catch((error: unknown) => (error as UpstreamError).reason);
  await upstream.reset();
  expect(await text).toBe("body_broken");
  expect(line()).toMatchObject({ failed: [{ outcome: "network", reason: "body_broken" }] });
});

test("R28 a body that is piped through a transform is handed on too", async () => {
  const upstream = await source();
  const { ask, line } = passing(upstream.url, {}, (answer) => {
    const upper = new TransformStream<string, string>({
      transform: (text, controller) => controller.enqueue(text.toUpperCase()),
    });
    const { body } = answer;
    return new Response(
      body?.pipeThrough(new TextDecoderStream()).pipeThrough(upper).pipeThrough(new TextEncoderStream()) ?? null,
    );
  });
  const asked = ask();
  await upstream.write(`${HEAD}\r\n`);
  const text = textOf(await asked);
  await vi.advanceTimersByTimeAsync(10_000);
  await upstream.write(`${chunk("late")}0\r\n\r\n`);
  expect(await text).toBe("LATE");
  expect(line()).toMatchObject({ outcomes: { ok: 1 } });
});

test("R28 of an answer to HEAD nothing is left upstream", async () => {
  const upstream = await source();
  const { ask, line } = passing(upstream.url);
  const asked = ask("HEAD");
  await upstream.write(`${HEAD}\r\n${chunk("first")}`);
  expect((await asked).body).toBeNull();
  await upstream.seen("ends:1");
  expect(line()).toMatchObject({ method: "HEAD", outcomes: { ok: 1 } });
});

test.each([204, 304, 404, 503])("R28 a %i is passed on, with its headers", async (status) => {
  const { fault } = corner();
  const { ask, line } = passing(fault(`status=${status}&retryAfter=7&body=x`), { retries: 0 });
  const response = await ask();
  expect([response.status, response.headers.get("Retry-After")]).toEqual([status, "7"]);
  expect(await textOf(response)).toBe(status < 400 ? "" : "x");
  expect(line()).toMatchObject({ status, calls: 1 });
});

test.each(["gzip", "x-gzip"])("R28 a body in %s is sent decoded, and its headers say so", async (coding) => {
  const { fault } = corner();
  const response = await passing(fault(`bytes=3000&fill=ab&gzip&coding=${coding}`)).ask();
  const { headers } = response;
  expect([headers.get("Content-Encoding"), headers.get("Content-Length"), headers.get("Content-Type")]).toEqual([
    null,
    null,
    "application/json",
  ]);
  expect(await textOf(response)).toHaveLength(3_000);
});

test("R28 a body in a coding that the runtime does not undo stays so", async () => {
  const { fault } = corner();
  const response = await passing(fault("hex=010203&gzip&coding=zstd")).ask();
  expect(response.headers.get("Content-Encoding")).toBe("zstd");
  await response.body?.cancel();
});

test.each([true, false])("R28 headers of the upstream's connection stay behind (CORS: %s)", async (isOpen) => {
  const upstream = await source();
  const asked = passing(upstream.url).ask("GET", isOpen ? { CORS_ORIGINS: "*" } : {});
  const hopByHop = 'Keep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nAlt-Svc: h3=":443"\r\nUpgrade: h2c\r\n';
  await upstream.write(`${HEAD}${hopByHop}ETag: "a"\r\nSet-Cookie: a=1\r\n\r\n${chunk("x")}0\r\n\r\n`);
  const { headers, body } = await asked;
  const left = ["keep-alive", "proxy-authenticate", "alt-svc", "upgrade", "transfer-encoding", "connection"];
  expect(left.filter((name) => headers.has(name))).toEqual([]);
  expect([headers.get("ETag"), headers.get("Set-Cookie")]).toEqual(['"a"', "a=1"]);
  await body?.cancel();
});

test("R28 an answer that is returned as another's body is read ends the request at once", async () => {
  const { fault } = corner();
  const { ask, line } = passing(fault("body=text"), {}, async (answer) => new Response(await answer.text()));
  expect(await textOf(await ask())).toBe("text");
  expect(line()).toMatchObject({ outcomes: { ok: 1 } });
});
