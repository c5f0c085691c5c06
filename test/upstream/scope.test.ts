// Scope alone, with real upstreams.
import { expect, test } from "vitest";
import { gather } from "../../src/gather/index.ts";
import type { CallInit } from "../../src/upstream/request/call-init.ts";
import type { Spans } from "../../src/upstream/call/resources.ts";
import type { Fetch } from "../../src/upstream/call/fetch.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { Scope } from "../../src/upstream/request/scope.ts";
import type { ScopeOptions } from "../../src/upstream/request/scope-options.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { openScope } from "../support/open-scope.ts";
import { scopeOptions } from "../support/scope-options.ts";
import { turn } from "../support/turn.ts";
import { corner } from "../support/worker.ts";

const scopeWith = (changes: Partial<ScopeOptions> = {}): Scope => openScope(corner().origin, changes);

const outcomeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((reason: unknown) => (reason instanceof UpstreamError ? reason.outcome : reason));

test("fetch resolves to a Response like the platform's, with any status", async () => {
  const { fault } = corner();
  const response = await scopeWith().fetch(fault("status=404&body=%5B1%5D"));
  expect([response.status, response.ok, response.headers.get("Content-Type")]).toEqual([
    404,
    false,
    "application/json",
  ]);
  expect(await response.json()).toEqual([1]);
});

test.each([
  ["a tab", "a%09b", "a\tb"],
  ["a byte over 127", "caf%C3%A9", ""],
])("R7 a reason phrase with %s is legal, for fetch and read", async (_what, reason, statusText) => {
  const { fault } = corner();
  const scope = scopeWith();
  const response = await scope.fetch(fault(`reason=${reason}&body=%5B1%5D`));
  // The runtime drops a reason phrase with a byte over 127.
  expect([response.status, response.statusText, await response.json()]).toEqual([200, statusText, [1]]);
  expect((await scope.read(fault(`reason=${reason}`))).status).toBe(200);
  expect(scope.alarms.pending).toBe(1);
});

test.each([204, 205, 304])("R7 so is a reason phrase with a tab where %i has no body", async (status) => {
  const { fault } = corner();
  const response = await scopeWith().fetch(fault(`status=${status}&reason=a%09b`));
  expect([response.status, response.statusText, response.body]).toEqual([status, "a\tb", null]);
});

test("R7 a clone and a copy of an answer keep its status and headers, with any reason phrase", async () => {
  const { fault } = corner();
  const response = await scopeWith().fetch(fault("status=404&reason=a%09b&body=x"));
  const clone = response.clone();
  const copy = new Response(response.body, { status: response.status, headers: response.headers });
  expect([clone.status, await clone.text(), copy.status, await copy.text()]).toEqual([404, "x", 404, "x"]);
});

test("fetch accepts a URL object and a method in any case", async () => {
  const { origin } = corner();
  const response = await scopeWith().fetch(new URL(`${origin}/echo`), { method: "post", body: "x" });
  expect(await response.json()).toMatchObject({ method: "POST", body: "x" });
});

test("U6 the attempt's clock covers a fetched body", async () => {
  const { fault } = corner();
  const response = await scopeWith().fetch(fault("stall=body"), { timeoutMs: 100 });
  expect(await outcomeOf(response.text())).toBe("timeout");
});

test("U24 a fetched body is limited while it is read", async () => {
  const { fault } = corner();
  const response = await scopeWith().fetch(fault("bytes=300000&gzip"));
  expect(await outcomeOf(response.text())).toBe("too_large");
});

test("a fetched body can be read whole in every way, once", async () => {
  const { fault } = corner();
  const scope = scopeWith();
  const fetched = (): Promise<Response> => scope.fetch(fault("body=%5B1%5D"));
  expect(await (await fetched()).json()).toEqual([1]);
  expect(await (await fetched()).text()).toBe("[1]");
  expect([...(await (await fetched()).bytes())]).toEqual([91, 49, 93]);
  expect((await (await fetched()).arrayBuffer()).byteLength).toBe(3);
  expect(await (await (await fetched()).blob()).text()).toBe("[1]");
  expect(await new Response((await fetched()).body).text()).toBe("[1]");

  const response = await fetched();
  expect(response.bodyUsed).toBe(false);
  await response.text();
  expect(response.bodyUsed).toBe(true);
  await expect(response.json()).rejects.toThrow(TypeError);
  expect(() => response.clone()).toThrow(TypeError);
});

test("a fetched body is either read whole or streamed, and its clone is separate", async () => {
  const { fault } = corner();
  const response = await scopeWith().fetch(fault("body=text"));
  const clone = response.clone();
  expect([await response.text(), await clone.text()]).toEqual(["text", "text"]);

  const locked = await scopeWith().fetch(fault("body=text"));
  const reader = locked.body?.getReader();
  await expect(locked.text()).rejects.toThrow(TypeError);
  await reader?.cancel();
});

test("an answer without a body reads as empty, even if a HEAD declares one", async () => {
  const { fault } = corner();
  const scope = scopeWith({ maxBytes: 10 });
  expect(await (await scope.fetch(fault("status=204"))).text()).toBe("");
  expect(await (await scope.fetch(fault("bytes=100"), { method: "HEAD" })).text()).toBe("");
  expect((await scope.read(fault("bytes=100"), { method: "HEAD" })).bytes.byteLength).toBe(0);
});

test("a body is read only when it is pulled, and cancelling it closes the upstream's connection", async () => {
  const { fault, seen } = corner();
  const response = await scopeWith({ maxBytes: 100_000_000 }).fetch(fault("bytes=50000000"));
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(await seen("leftEarly:1")).toMatchObject({ openBodies: 0 });
});

test("U33 an unread body is cancelled when the scope closes", async () => {
  const { fault, seen } = corner();
  const scope = new Scope(scopeOptions(corner().origin));
  const release = scope.hold();
  await scope.fetch(fault("stall=body"));
  release();
  await seen("leftEarly:1");
});

test("U32 client_gone: a client that leaves ends running calls; H1 the error says so", async () => {
  const { fault, seen } = corner();
  const client = countedSignal();
  const scope = scopeWith({ clientSignal: client.signal });
  const call = outcomeOf(scope.read(fault("stall=headers")));
  await seen("requests:1");
  client.abort();
  expect(await call).toBe("client_gone");
  await seen("leftEarly:1");
});

test("U32 a client that leaves after its answer cancels nothing", async () => {
  const client = countedSignal();
  const scope = new Scope(scopeOptions(corner().origin, { clientSignal: client.signal }));
  scope.hold()();
  expect(client.listeners()).toBe(0);
});

test("all_tasks: the scope knows every call, also while it is under way", async () => {
  const { fault, seen } = corner();
  const scope = scopeWith();
  const done = await scope.read(fault(), { upstream: "done" });
  const controller = new AbortController();
  const left = [1, 2].map((number) =>
    outcomeOf(scope.read(fault("stall=headers"), { upstream: `waiting ${number}`, signal: controller.signal })),
  );
  await seen("waitingForHeaders:2");
  const told = (): unknown[] => scope.calls.map((call) => [call.upstream, call.outcome, call.timing().ttfbMs === null]);
  expect(done.status).toBe(200);
  expect(told()).toEqual([
    ["done", "ok", false],
    ["waiting 1", "ok", true],
    ["waiting 2", "ok", true],
  ]);
  controller.abort();
  expect(await Promise.all(left)).toEqual(["cancelled", "cancelled"]);
  expect(scope.calls.map(({ outcome }) => outcome)).toEqual(["ok", "cancelled", "cancelled"]);
});

test("U3 a task that made a call may gather further calls: no deadlock in six slots", async () => {
  const { fault } = corner();
  const scope = scopeWith();
  const inner = async (): Promise<number> => (await scope.read(fault("delayMs=5"))).status;
  const outer = async (): Promise<number[]> => {
    await scope.read(fault("delayMs=5"));
    return gather([inner, inner, inner]);
  };
  const statuses = await gather(Array.from({ length: 8 }, () => outer));
  expect(statuses.flat()).toEqual(Array<number>(24).fill(200));
});

test("U1 six slots are shared by nested and sibling gathers", async () => {
  const { fault, seen } = corner();
  const scope = scopeWith();
  const call = (): Promise<unknown> => scope.read(fault("delayMs=20"));
  await gather([
    () => gather(Array.from({ length: 9 }, () => call)),
    () => gather(Array.from({ length: 9 }, () => call)),
  ]);
  expect(await seen()).toMatchObject({ requests: 18, peakWaitingForHeaders: 6 });
});

test("U2 a slot comes back after a refusal, a refused redirect, and an abort", async () => {
  const { fault } = corner();
  const controller = new AbortController();
  const scope = scopeWith();
  expect(await outcomeOf(scope.read("https://elsewhere.test/"))).toBe("blocked");
  expect(await outcomeOf(scope.read(fault("redirect=6")))).toBe("blocked");
  const stalled = outcomeOf(scope.read(fault("stall=headers"), { signal: controller.signal }));
  await turn();
  controller.abort();
  expect(await stalled).toBe("cancelled");
  expect(scope.slots.free).toBe(6);
});

test("U31 two scopes share nothing: neither slots nor budget", async () => {
  const { fault } = corner();
  const [one, other] = [scopeWith({ subrequests: 1 }), scopeWith({ subrequests: 1 })];
  await one.read(fault());
  expect(await outcomeOf(one.read(fault()))).toBe("over_budget");
  expect((await other.read(fault())).status).toBe(200);
});

test("redirect: manual returns a redirect unchanged", async () => {
  const { fault, seen } = corner();
  const response = await scopeWith().fetch(fault("redirect=1"), { redirect: "manual" });
  expect([response.status, response.headers.has("Location")]).toEqual([302, true]);
  await response.body?.cancel();
  expect(await seen()).toMatchObject({ requests: 1 });
});

test("breaker: false is neither refused nor counted", async () => {
  const { origin } = corner();
  const nobody = "http://127.0.0.1:2";
  const scope = scopeWith({
    allowedOrigins: new Set([origin, nobody]),
    breaker: { failures: 1, cooldownMs: 60_000, maxCooldownMs: 60_000 },
  });
  const call = (init: CallInit = {}): Promise<unknown> => outcomeOf(scope.read(nobody, { retries: 0, ...init }));
  expect([await call({ breaker: false }), await call()]).toEqual(["network", "network"]);
  expect([await call(), await call({ breaker: false })]).toEqual(["breaker_open", "network"]);
});

test.each([{ timeoutMs: NaN }, { timeoutMs: 2 ** 31 }, { hedgeMs: NaN }])(
  "a time that no timer can wait is a RangeError, and nothing is sent: %o",
  async (times) => {
    const { fault, seen } = corner();
    await expect(scopeWith().fetch(fault(), times)).rejects.toThrow(RangeError);
    expect(await seen()).toMatchObject({ requests: 0 });
  },
);

test("an invalid URL is a TypeError, as with fetch", async () => {
  await expect(scopeWith().fetch("/relative")).rejects.toThrow(TypeError);
});

test("a custom layer is around all others: it sees the call once, with any retries below", async () => {
  const { fault } = corner();
  const seen: string[] = [];
  const layer = (next: Fetch): Fetch =>
    async function noted(request, call) {
      seen.push(new URL(request.url).pathname);
      const answer = await next(request, call);
      seen.push(String(answer.response.status));
      return answer;
    };
  expect((await scopeWith().fetch(fault("failFirst=1"), { layer })).status).toBe(200);
  expect(seen).toEqual(["/fault", "200"]);
});

test("R30 each call is a span if the request is traced, with its outcome, attempts and queue time", async () => {
  const { fault } = corner();
  const spans: unknown[] = [];
  const enterSpan: Spans["enterSpan"] = (name, run) =>
    run({ setAttributes: (attributes) => spans.push([name, attributes]) });
  const scope = scopeWith({ tracing: { enterSpan } });
  await scope.read(fault(), { upstream: "air" });
  await outcomeOf(scope.read(fault("reset=headers"), { upstream: "news", retries: 0 }));
  const attributes = (outcome: string, reason?: string): unknown =>
    expect.objectContaining({
      "upstream.outcome": outcome,
      "upstream.reason": reason,
      "upstream.attempts": 1,
      "upstream.queued_ms": expect.any(Number) as number,
    });
  expect(spans).toEqual([
    ["upstream air", attributes("ok")],
    ["upstream news", attributes("network", "connection_failed")],
  ]);
});

test("all bodies together are limited, besides the limit of each", async () => {
  const { fault } = corner();
  const scope = scopeWith({ maxTotalBytes: 120_000 });
  expect((await scope.read(fault("bytes=80000"))).bytes.byteLength).toBe(80_000);
  expect(await outcomeOf(scope.read(fault("bytes=80000")))).toBe("too_large");
  expect(await outcomeOf(scope.read(fault("bytes=80000&framing=chunked")))).toBe("too_large");
});

test("U25 the error of a body that breaks has the status of the answer", async () => {
  const { fault } = corner();
  const call = scopeWith({ maxBytes: 10 }).read(fault("status=404&bytes=100"));
  await expect(call).rejects.toMatchObject({ outcome: "too_large", status: 404 });
});

test("U24 a call may have its own limit, higher or lower", async () => {
  const { fault } = corner();
  const scope = scopeWith({ maxBytes: 1_000 });
  expect((await scope.read(fault("bytes=2000"), { maxBytes: 2_000 })).bytes.byteLength).toBe(2_000);
  expect(await outcomeOf(scope.read(fault("bytes=900"), { maxBytes: 800 }))).toBe("too_large");
  const response = await scope.fetch(fault("bytes=900&framing=chunked"), { maxBytes: 800 });
  expect(await outcomeOf(response.text())).toBe("too_large");
});
