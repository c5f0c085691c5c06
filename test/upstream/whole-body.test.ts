// Bodies that break while they are read whole are retried and counted. Real upstreams, real breaks.
import { expect, test } from "vitest";
import type { CallInit } from "../../src/upstream/request/call-init.ts";
import { declaredHealth, type HealthKey } from "../../src/upstream/call/health.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { openScope } from "../support/open-scope.ts";
import { peer } from "../support/peer.ts";
import { corner } from "../support/worker.ts";

let records = 0;

const scopeWith: (changes?: Parameters<typeof openScope>[1]) => ReturnType<typeof openScope> = (changes) =>
  openScope(corner().origin, changes);

/** The outcome of a call, its status, and the number of times it was sent. */
async function ended(
  scope: ReturnType<typeof openScope>,
  url: string,
  init: CallInit & { readonly health?: HealthKey } = {},
): Promise<unknown[]> {
  const call = scope.open();
  const { health = declaredHealth(`read-${++records}`), ...rest } = init;
  try {
    const { status, bytes } = await scope.read(url, { ...rest, targets: [{ origin: undefined, health }], call });
    return [status, new TextDecoder().decode(bytes), call.attempts];
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return [error.outcome, error.status, call.attempts];
  }
}

/** The first request of a key breaks in this way, with status 200. Later ones are answered. */
const brokenFirst = (recipe: string): string => `failFirst=1&failStatus=200&body=whole&${recipe}`;

test.each([
  ["reset", "reset=body"],
  ["cut short", "truncate"],
  ["cut short between chunks", "truncate&framing=chunked"],
  ["cut short while compressed", "truncate&gzip&framing=chunked"],
])("R4 a body that is %s is read from another try", async (_what, recipe) => {
  const { fault, seen } = corner();
  expect(await ended(scopeWith(), fault(brokenFirst(recipe)))).toEqual([200, "whole", 2]);
  expect(await seen()).toMatchObject({ requests: 2, openBodies: 0 });
});

test("R4 so is a body that claims to be gzip and is not", async () => {
  const { port, write, seen } = await peer();
  const origin = `http://127.0.0.1:${port}`;
  const head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n";
  const end = ended(openScope(origin), `${origin}/`);
  await write(`${head}Content-Encoding: gzip\r\n\r\nwrong`);
  await seen("connections:2");
  await write(`${head}\r\nwhole`);
  expect(await end).toEqual([200, "whole", 2]);
});

test.each([
  ["a POST", { method: "POST" }, ["network", 200, 1]],
  ["a POST that only reads", { method: "POST", idempotent: true }, [200, "whole", 2]],
  ["a PUT", { method: "PUT", body: "x" }, [200, "whole", 2]],
  ["a call without retries", { retries: 0 }, ["network", 200, 1]],
])("R4 the same rules hold: %s", async (_what, init, end) => {
  const { fault } = corner();
  expect(await ended(scopeWith(), fault(brokenFirst("reset=body")), init)).toEqual(end);
});

test("R4 the last try's error has its status, after any retries", async () => {
  const { fault } = corner();
  expect(await ended(scopeWith(), fault("truncate&status=201"))).toEqual(["network", 201, 3]);
  expect(await ended(scopeWith({ extraAttempts: 1 }), fault("truncate"))).toEqual(["network", 200, 2]);
});

test("R4 a Retry-After of the answer that broke is a floor for its retry", async () => {
  const { fault } = corner();
  expect(await ended(scopeWith(), fault(`${brokenFirst("reset=body")}&retryAfter=60`))).toEqual(["network", 200, 1]);
});

test("R4 a try that breaks before its headers has no status, even if the try before it had one", async () => {
  const { port, write, reset, seen } = await peer();
  const origin = `http://127.0.0.1:${port}`;
  const end = ended(openScope(origin), `${origin}/`, { retries: 1 });
  await write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwh");
  await reset();
  await seen("connections:2");
  await reset();
  expect(await end).toEqual(["network", undefined, 2]);
});

test.each([
  ["bytes=200000", "too_large"],
  ["stall=body", "timeout"],
])("R4 %s is not retried: another try would meet the same", async (recipe, outcome) => {
  const { fault } = corner();
  expect(await ended(scopeWith(), fault(recipe), { timeoutMs: 100 })).toEqual([outcome, 200, 1]);
});

test("R4 bodies that break open the breaker, even if their headers came", async () => {
  const { fault, seen } = corner();
  const health = declaredHealth(`read-${++records}`);
  const call = (recipe: string): Promise<unknown[]> =>
    ended(scopeWith({ breaker: { failures: 2, cooldownMs: 60_000, maxCooldownMs: 60_000 } }), fault(recipe), {
      health,
      retries: 0,
    });
  const ends = [
    await call("reset=body"),
    await call(""),
    await call("truncate"),
    await call("reset=body"),
    await call(""),
  ];
  expect(ends.map(([end]) => end)).toEqual(["network", 200, "network", "network", "breaker_open"]);
  expect(await seen()).toMatchObject({ requests: 4 });
});

test.each([
  ["reset=body", "breaker_open"],
  ["status=503", "breaker_open"],
  ["status=429", 200],
  ["bytes=200000", 200],
  ["", 200],
])("R4 a probe that meets %o decides by the end of its body: the next call ends as %o", async (recipe, next) => {
  const { fault } = corner();
  const health = declaredHealth(`read-${++records}`);
  const call = (of: string, cooldownMs: number): Promise<unknown[]> =>
    ended(scopeWith({ breaker: { failures: 1, cooldownMs, maxCooldownMs: cooldownMs } }), fault(of), {
      health,
      retries: 0,
    });
  await call("status=503", 0);
  await call(recipe, 60_000);
  expect((await call("", 60_000))[0]).toBe(next);
});

test("R4 a call's own layer sees the answer of the try that succeeded, and may read or replace its body", async () => {
  const { fault } = corner();
  const scope = scopeWith({ maxTotalBytes: 20 });
  const said: string[] = [];
  const url = fault(brokenFirst("reset=body"));
  const reply = await scope.read(url, {
    layer: (next) => async (request, call) => {
      const answer = await next(request, call);
      said.push(await answer.response.text());
      return { ...answer, response: new Response("replaced", { status: 203 }) };
    },
  });
  expect([said, reply.status, new TextDecoder().decode(reply.bytes)]).toEqual([["whole"], 203, "replaced"]);
  const untouched = await scope.read(url, { layer: (next) => next });
  expect(new TextDecoder().decode(untouched.bytes)).toBe("whole");
});
