// Where a declared upstream is: one of several origins, or a Worker behind a service binding.
import { env } from "cloudflare:workers";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { createApp } from "../../src/app.ts";
import { PROJECT_NAME } from "../../src/project-name.ts";
import { declareUpstream, type UpstreamPolicy } from "../../src/upstream/declare-upstream.ts";
import type { RequestParts } from "../../src/upstream/request-parts.ts";
import type { CallContext } from "../../src/upstream/request/call-context.ts";
import type { Scope } from "../../src/upstream/request/scope.ts";
import type { ScopeOptions } from "../../src/upstream/request/scope-options.ts";
import { callIn } from "../support/call-in.ts";
import { openScope } from "../support/open-scope.ts";
import { peer } from "../support/peer.ts";
import { NOBODY } from "../support/settings.ts";
import { corner, problem } from "../support/worker.ts";

let names = 0;
const Anything = z.looseObject({});
type Ask = (call: CallContext, path: string) => Promise<z.output<typeof Anything>>;

/** Sends `path`, whose query may be a recipe, to two origins in turn. */
function alternatives(policy: Omit<UpstreamPolicy, "cache"> = {}, parts: Partial<RequestParts> = {}): Ask {
  return declareUpstream({
    name: `alternatives-${++names}`,
    origin: ["FORECAST_ORIGIN", "AIR_QUALITY_ORIGIN"],
    policy,
    request: (recipe: string) => ({ path: "/fault", query: Object.fromEntries(new URLSearchParams(recipe)), ...parts }),
    answer: Anything,
  });
}

/** A scope in which the two origins are `first` and `second`. */
function scopeAt(first: string, second: string, changes: Partial<ScopeOptions> = {}): Scope {
  const origins = new Map([
    ["FORECAST_ORIGIN", first],
    ["AIR_QUALITY_ORIGIN", second],
  ]);
  return openScope("https://elsewhere.test", {
    worker: { env, origins, caching: false, waitUntil: () => undefined },
    breaker: { failures: 2, cooldownMs: 60_000, maxCooldownMs: 60_000 },
    ...changes,
  });
}

/** The local upstreams, under another of their names: another origin. */
const alias = (origin: string): string => origin.replace("127.0.0.1", "localhost");

/** The local upstreams as two origins, and recipes for a key of their own. */
function keyed() {
  const { origin, fault, seen } = corner();
  const key = new URL(fault()).searchParams.get("key") ?? "";
  return { first: origin, second: alias(origin), recipe: (more = "") => `key=${key}&${more}`, seen };
}

test("E5 a retry goes to the next origin, without a wait", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { first, second, recipe, seen } = keyed();
  const scope = scopeAt(first, second);
  // No timer moves: a wait would never end.
  expect(await alternatives()(callIn(scope), recipe("failFirst=1&retryAfter=5"))).toMatchObject({ n: 2 });
  expect(await seen()).toMatchObject({ requests: 2 });
  expect(scope.calls[0]?.timing().attempts).toBe(2);
});

test("E5 an origin where nobody listens costs one attempt", async () => {
  const { first, recipe } = keyed();
  const call = callIn(scopeAt(NOBODY, first));
  expect(await alternatives()(call, recipe())).toMatchObject({ ok: true });
  expect(call.calls[0]?.timing().attempts).toBe(2);
});

test("E5 a POST is not sent to the next origin after a failure", async () => {
  const { first, second, recipe, seen } = keyed();
  const posting = alternatives({}, { method: "POST" });
  await expect(posting(callIn(scopeAt(first, second)), recipe("status=503"))).rejects.toThrow("answered 503");
  expect(await seen()).toMatchObject({ requests: 1 });
});

test("E5 each origin has its breaker: an open one is passed over at once, for a POST too, and takes no retry", async () => {
  const { first, recipe, seen } = keyed();
  const posting = alternatives({ retries: 0 }, { method: "POST", body: "x" });
  const failing = (): Promise<unknown> => posting(callIn(scopeAt(NOBODY, first)), recipe());
  await expect(failing()).rejects.toThrow("failed before its headers");
  await expect(failing()).rejects.toThrow("failed before its headers");
  const scope = scopeAt(NOBODY, first);
  expect(await posting(callIn(scope), recipe())).toMatchObject({ ok: true, n: 1 });
  expect([scope.budget.spent, scope.calls[0]?.timing().attempts]).toEqual([1, 1]);
  expect(await seen()).toMatchObject({ requests: 1 });
});

test("E5 where every breaker is open, the call says so", async () => {
  const both = alternatives({ retries: 0 });
  const failing = (): Promise<unknown> => both(callIn(scopeAt(NOBODY, NOBODY)), "");
  for (let count = 0; count < 4; count++) await expect(failing()).rejects.toMatchObject({ outcome: "network" });
  await expect(failing()).rejects.toMatchObject({ outcome: "breaker_open" });
});

test("E5 a hedge goes to the next origin, and the first is left", async () => {
  const { first, recipe } = keyed();
  const silent = await peer();
  const call = callIn(scopeAt(`http://127.0.0.1:${silent.port}`, first));
  const hedged = alternatives({ hedgeMs: 20, retries: 0 });
  expect(await hedged(call, recipe())).toMatchObject({ ok: true, n: 1 });
  expect(call.calls[0]?.timing()).toMatchObject({ attempts: 2, hedged: true });
  expect(await silent.seen("ends:1")).toMatchObject({ connections: 1 });
});

test("a layer of one's own may still lead a call to an allowed origin", async () => {
  const { first, recipe, seen } = keyed();
  const elsewhere = alternatives({
    layer: (next) => (request, call) =>
      next({ ...request, origin: first, url: first + request.url.slice(request.origin.length) }, call),
  });
  const scope = scopeAt(NOBODY, NOBODY, { allowedOrigins: new Set([first]) });
  expect(await elsewhere(callIn(scope), recipe())).toMatchObject({ ok: true });
  expect(await seen()).toMatchObject({ requests: 1 });
});

/** Calls the Worker behind the binding. */
function neighbour(path: `/${string}`, policy: UpstreamPolicy = {}, query: RequestParts["query"] = {}): Ask {
  return declareUpstream({
    name: `neighbour-${++names}`,
    service: "TEST_NEIGHBOUR",
    policy,
    request: (key: string) => ({ path, query: { key, ...query } }),
    answer: Anything,
  });
}

const scopeBeside = (changes: Partial<ScopeOptions> = {}): Scope =>
  scopeAt("https://unused.test", "https://unused.test", changes);

test("B1 a service binding answers in place of the network, and the call is one like others", async () => {
  const scope = scopeBeside();
  const answer = await neighbour("/echo")(callIn(scope), crypto.randomUUID());
  expect(answer).toMatchObject({
    url: expect.stringMatching(/^https:\/\/test-neighbour\.internal\/echo\?key=/) as string,
  });
  expect(answer["headers"]).toMatchObject({ traceparent: expect.any(String) as string, "user-agent": PROJECT_NAME });
  expect([scope.budget.spent, scope.calls[0]?.outcome, scope.slots.free]).toEqual([1, "ok", 6]);
});

test("B1 a service is retried, timed out and left alone like any upstream", async () => {
  const key = crypto.randomUUID();
  expect(await neighbour("/fails-first")(callIn(scopeBeside()), key)).toMatchObject({ count: 2 });

  const hangs = neighbour("/hangs", { timeoutMs: 50, retries: 0 });
  await expect(hangs(callIn(scopeBeside()), key)).rejects.toMatchObject({ reason: "attempt_timeout" });

  const fails = neighbour("/fails", { retries: 0 });
  const broken = crypto.randomUUID();
  for (let count = 0; count < 2; count++)
    await expect(fails(callIn(scopeBeside()), broken)).rejects.toMatchObject({ outcome: "http_error" });
  await expect(fails(callIn(scopeBeside()), broken)).rejects.toMatchObject({ outcome: "breaker_open" });
  expect(await env.TEST_NEIGHBOUR.seen(broken)).toBe(2);
});

test("B1 a service's redirects stay inside; one that leads to the network needs a place in ALLOWED_ORIGINS", async () => {
  const moved = (to: string): Promise<unknown> =>
    neighbour("/moved", {}, { to })(callIn(scopeBeside()), crypto.randomUUID());
  const inside = { url: expect.stringContaining("test-neighbour.internal/echo") as string };
  expect(await moved("/echo")).toMatchObject(inside);
  expect(await moved("https://test-neighbour.internal/echo")).toMatchObject(inside);
  await expect(moved("https://other.internal/echo")).rejects.toMatchObject({ reason: "origin_not_allowed" });
});

test("R20 a service that is not bound is named, by the call and by /healthz", async () => {
  const { TEST_NEIGHBOUR: _none, ...rest } = env;
  const unbound = scopeBeside({
    worker: { env: rest as Env, origins: new Map(), caching: false, waitUntil: () => undefined },
  });
  const name = `neighbour-${names + 1}`;
  await expect(neighbour("/echo")(callIn(unbound), "key")).rejects.toThrow(
    `TEST_NEIGHBOUR is not bound: upstream "${name}" needs it`,
  );
  const response = await createApp().request("/healthz", {}, rest);
  expect(response.status).toBe(503);
  expect(JSON.stringify(await problem(response))).toContain("TEST_NEIGHBOUR");
  expect((await createApp().request("/healthz", {}, env)).status).toBe(200);
});
