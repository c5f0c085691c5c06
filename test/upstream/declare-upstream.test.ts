// Declared upstreams against real ones: what is sent, what comes back, what is shared and what is kept.
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import type { Call } from "../../src/upstream/call/call.ts";
import { bigInteger } from "../../src/upstream/body/big-integer.ts";
import type { Declaration, UpstreamPolicy } from "../../src/upstream/declare-upstream.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { Scope } from "../../src/upstream/request/scope.ts";
import type { ScopeOptions } from "../../src/upstream/request/scope-options.ts";
import { requestOf, type RequestParts } from "../../src/upstream/request-parts.ts";
import { type CallOptions, declareInScope, type InScope } from "../support/declare-in-scope.ts";
import { openScope } from "../support/open-scope.ts";
import { scopeOptions } from "../support/scope-options.ts";
import { corner } from "../support/worker.ts";

/** A scope whose declared upstreams are the local ones, and which may reach nothing else. */
function scopeWith(changes: Partial<ScopeOptions> = {}, caching = false): Scope {
  const worker = {
    env: { RECIPE: "secret" } as unknown as Env,
    origins: new Map([["FORECAST_ORIGIN", corner().origin]]),
    caching,
    waitUntil: (work: Promise<unknown>): void => onTestFinished(() => work.then(() => undefined)),
  };
  return openScope("https://elsewhere.test", { worker, ...changes });
}

const Ok = z.object({ ok: z.boolean(), n: z.int() });

let names = 0;

/** An upstream with a unique name. It behaves as the recipe says that it is called with. */
function local<A extends z.ZodType = typeof Ok>(
  changes: Partial<Omit<Declaration<string, A>, "origin" | "service">> = {},
): InScope<string, z.output<A>> {
  return declareInScope<string, A>({
    name: `local-${++names}`,
    origin: "FORECAST_ORIGIN",
    policy: { retries: 0 },
    request: (url) => ({ path: "/fault", query: Object.fromEntries(new URL(url).searchParams) }),
    answer: Ok as unknown as A,
    ...changes,
  } as Declaration<string, A>);
}

const outcomeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((reason: unknown) => (reason instanceof UpstreamError ? [reason.outcome, reason.message] : reason));

test("a call resolves to the declared part of the answer", async () => {
  const { fault } = corner();
  const data = await local()(scopeWith(), fault());
  expect(data).toEqual({ ok: true, n: 1 });
});

test("its origin needs no place in ALLOWED_ORIGINS; a redirect to another does", async () => {
  const { fault } = corner();
  expect(await local()(scopeWith(), fault("redirect=2"))).toMatchObject({ ok: true });
  const [outcome] = (await outcomeOf(local()(scopeWith(), fault("redirectTo=http://127.0.0.1:9/")))) as string[];
  expect(outcome).toBe("blocked");
});

test("headers and JSON go along, secrets among them", async () => {
  const echo = declareInScope({
    name: "echo",
    origin: "FORECAST_ORIGIN",
    request: (title: string, env) => ({
      path: ["echo"],
      headers: { "X-Key": (env as unknown as { RECIPE: string }).RECIPE },
      json: { title },
    }),
    answer: z.object({
      method: z.string(),
      body: z.string(),
      headers: z.record(z.string(), z.string()),
    }),
  });
  const { method, body, headers } = await echo(scopeWith(), "a/b?c#d&e");
  expect(method).toBe("POST");
  expect(body).toBe('{"title":"a/b?c#d&e"}');
  expect([headers["content-type"], headers["x-key"]]).toEqual(["application/json", "secret"]);
});

test("path segments and the query are encoded, fixed paths are not", () => {
  const href = (path: RequestParts["path"]): string => requestOf("local", "https://a.test", { path }).url;
  expect(href(["page", "a/b?c#d", "%2e", 7, "é"])).toBe("https://a.test/page/a%2Fb%3Fc%23d/%252e/7/%C3%A9");
  expect(href("/page/a%2Fb")).toBe("https://a.test/page/a%2Fb");
  const query = { q: "a/b?c#d&e", list: ["a", 2, true], left: undefined };
  expect(requestOf("local", "https://a.test", { path: "/x", query }).url).toBe(
    "https://a.test/x?q=a%2Fb%3Fc%23d%26e&list=a&list=2&list=true",
  );
  expect(href("//elsewhere.test/x")).toBe("https://a.test//elsewhere.test/x");
  expect([href("/a/../b/./c"), href("/a b/é"), href("/a/%2e%2e/b")]).toEqual([
    "https://a.test/b/c",
    "https://a.test/a%20b/%C3%A9",
    "https://a.test/b",
  ]);
});

test.each(["plain", "a b", "é&=+", "!'()~*-._", "\u{1f600}", "%41", "\ud800"])(
  "a query value %j is encoded as a form",
  (text) => {
    const form = new URLSearchParams([[text, text]]).toString();
    expect(requestOf("local", "https://a.test", { path: "/x", query: { [text]: text } }).url).toBe(
      `https://a.test/x?${form}`,
    );
  },
);

test.each(["..", ".", "", "\ud800"])(
  "a segment that would climb or vanish (%j) is blocked before anything is sent",
  async (part) => {
    const scope = scopeWith();
    const climbing = local({ request: () => ({ path: ["a", part, "b"] }) });
    expect(await outcomeOf(climbing(scope, ""))).toEqual([
      "blocked",
      expect.stringContaining("cannot be part of a path"),
    ]);
    expect(scope.budget.spent).toBe(0);
  },
);

test.each([
  ["status=503", "http_error", /^upstream "local-\d+" answered 503/],
  ["body=oops", "invalid", /^upstream "local-\d+" answered with broken JSON: /],
  ["body=%7B%22ok%22:1%7D", "invalid", /^upstream "local-\d+" answered differently than declared: ok: /],
  ["body=hello&contentType=text/plain", "invalid", /differently than declared: \(body\): /],
] as const)("an answer with %s ends as %s and says why", async (recipe, outcome, why) => {
  const { fault } = corner();
  const scope = scopeWith();
  const calls: Call[] = [];
  expect(await outcomeOf(local()(scope, fault(recipe), { calls }))).toEqual([outcome, expect.stringMatching(why)]);
  expect(calls.map((trace) => [trace.outcome, trace.timing().attempts])).toEqual([[outcome, 1]]);
});

test("a text answer is what a string was declared for", async () => {
  const { fault } = corner();
  const text = local({ answer: z.string().transform((said) => said.length) });
  expect(await text(scopeWith(), fault("body=hello&contentType=text/plain"))).toBe(5);
});

test("a variable that is not set is named", async () => {
  const scope = scopeWith({ worker: { ...scopeWith().worker, origins: new Map() } });
  await expect(local()(scope, "http://x.test")).rejects.toThrow("FORECAST_ORIGIN is not set");
});

test("identical calls of a request are one, even after the first has ended", async () => {
  const { fault, seen } = corner();
  const scope = scopeWith();
  const call = local();
  const both = await Promise.all([call(scope, fault("delayMs=20")), call(scope, fault("delayMs=20"))]);
  const third = await call(scope, fault("delayMs=20"));
  expect([both[1], third]).toEqual([both[0], both[0]]);
  expect(await seen()).toMatchObject({ requests: 1 });
  await call(scope, fault("delayMs=21"));
  expect(await seen()).toMatchObject({ requests: 2 });
});

test("U31 identical calls of two requests are two", async () => {
  const { fault, seen } = corner();
  await Promise.all([local()(scopeWith(), fault()), local()(scopeWith(), fault())]);
  expect(await seen()).toMatchObject({ requests: 2 });
});

test("calls with different headers, or other methods than GET, are not shared", async () => {
  const { fault, seen } = corner();
  const scope = scopeWith();
  for (const init of [
    { headers: { "X-Who": "a" } },
    { headers: { "X-Who": "b" } },
    { method: "POST" },
    { method: "POST" },
  ]) {
    const request = (url: string): { path: "/fault"; query: Record<string, string> } => ({
      path: "/fault",
      query: Object.fromEntries(new URL(url).searchParams),
      ...init,
    });
    await local({ request })(scope, fault());
  }
  expect(await seen()).toMatchObject({ requests: 4 });
});

test("one of two that share a call may leave; the call ends when both have", async () => {
  const { fault, seen } = corner();
  const scope = scopeWith();
  const call = local();
  const [first, second] = [new AbortController(), new AbortController()];
  const shared = [first, second].map(({ signal }) => outcomeOf(call(scope, fault("stall=headers"), { signal })));
  await seen("waitingForHeaders:1");
  first.abort();
  expect(await shared[0]).toEqual(["cancelled", expect.stringContaining("its result is no longer needed")]);
  expect(await seen()).toMatchObject({ requests: 1, waitingForHeaders: 1 });
  second.abort();
  expect(await shared[1]).toEqual(["cancelled", expect.any(String)]);
  await seen("leftEarly:1");
});

test("a shared call that fails is made again by the next", async () => {
  const { fault, seen } = corner();
  const scope = scopeWith();
  const url = fault("failFirst=1");
  expect(await outcomeOf(local()(scope, url))).toEqual(["http_error", expect.any(String)]);
  expect(await local()(scope, url)).toMatchObject({ n: 2 });
  expect(await seen()).toMatchObject({ requests: 2 });
});

test("all who share a call at the deadline get the deadline error", async () => {
  const { fault } = corner();
  const scope = scopeWith({ deadlineMs: 150 });
  const call = local();
  const ends = await Promise.all([1, 2].map(() => outcomeOf(call(scope, fault("stall=headers")))));
  expect(ends.map((end) => (end as string[])[0])).toEqual(["deadline", "deadline"]);
});

/** Calls in a separate request, and waits for its cache writes. */
async function keeping(
  call: InScope<string, unknown>,
  url: string,
  changes: Partial<ScopeOptions> = {},
): Promise<unknown> {
  const kept: Promise<unknown>[] = [];
  const worker = {
    ...scopeWith().worker,
    caching: true,
    waitUntil: (work: Promise<unknown>) => kept.push(work),
  };
  const scope = new Scope(scopeOptions("https://elsewhere.test", { worker, ...changes }));
  const close = scope.hold();
  const data = await outcomeOf(call(scope, url));
  close();
  await Promise.all(kept);
  return data;
}

test("a fresh answer is used again by a later request, which sends nothing", async () => {
  const { fault, seen } = corner();
  const call = local({ policy: { cache: { freshS: 60 } } });
  const data = await keeping(call, fault());

  const second = scopeWith({}, true);
  const calls: Call[] = [];
  expect(await call(second, fault(), { calls })).toEqual(data);
  expect(calls[0]?.cached).toMatchObject({ state: "hit", ageS: 0 });
  expect([second.budget.spent, second.budget.cacheCalls, second.slots.free]).toEqual([0, 1, 6]);
  expect(second.calls).toMatchObject([{ upstream: expect.stringMatching(/^local-/) as string, attempts: 0 }]);
  expect(await seen()).toMatchObject({ requests: 1 });
  expect(await call(scopeWith({}, false), fault())).toMatchObject({ n: 2 });
});

/** An upstream that answers once, which is kept and stale at once, and then fails as the recipe says. */
async function afterKeeping(
  recipe: string,
  { staleIfErrorS = 60, ...policy }: UpstreamPolicy & { staleIfErrorS?: number } = {},
): Promise<{ readonly data: unknown; again: (scope?: Scope, context?: CallOptions) => Promise<unknown> }> {
  const { fault } = corner();
  let failing = false;
  const call = local({
    policy: {
      cache: { freshS: 0, staleIfErrorS },
      retries: 0,
      ...policy,
      layer: (next) => (request, context) => next(failing ? { ...request, url: fault(recipe) } : request, context),
    },
  });
  const data = await keeping(call, fault());
  failing = true;
  return { data, again: (scope = scopeWith({}, true), context = {}) => call(scope, fault(), context) };
}

test.each([
  ["status=500", "http_error"],
  ["status=503&retryAfter=120", "http_error"],
  ["status=520", "http_error"],
  ["status=525", "http_error"],
  ["status=530", "http_error"],
  ["reset=headers", "network"],
  ["reset=body", "network"],
  ["truncate", "network"],
  ["stall=headers", "timeout"],
  ["stall=body", "timeout"],
] as const)("R5 after %s the stale answer is used and marked", async (recipe, outcome) => {
  const { data, again } = await afterKeeping(recipe, { timeoutMs: 200 });
  const calls: Call[] = [];
  expect(await again(undefined, { calls })).toEqual(data);
  expect([calls[0]?.outcome, calls[0]?.cached]).toMatchObject([outcome, { state: "stale", why: /"local/ }]);
});

test.each([400, 401, 403, 404, 408, 410, 422, 425, 429, 451])(
  "R5 after %i it is not used, because that is an answer",
  async (status) => {
    const { again } = await afterKeeping(`status=${status}`);
    await expect(again()).rejects.toMatchObject({ outcome: "http_error", status });
  },
);

test.each([
  ["body=%5B%5D", "invalid"],
  ["bytes=200000", "too_large"],
  ["redirectTo=https%3A%2F%2Felse.test%2F", "blocked"],
] as const)("R5 after %s it is not used, because the upstream did not fail", async (recipe, outcome) => {
  const { again } = await afterKeeping(recipe);
  await expect(again()).rejects.toMatchObject({ outcome });
});

test("R5 it is not used if the request has no subrequest left", async () => {
  const { again } = await afterKeeping("redirect=1");
  await expect(again(scopeWith({ subrequests: 2 }, true))).rejects.toMatchObject({ outcome: "over_budget" });
});

test("R5 an open breaker is a failure of the upstream", async () => {
  const { data, again } = await afterKeeping("status=500");
  const breaker = { failures: 1, cooldownMs: 60_000, maxCooldownMs: 60_000 };
  const calls: Call[] = [];
  for (const _ of [1, 2]) expect(await again(scopeWith({ breaker }, true), { calls })).toEqual(data);
  expect(calls.map(({ outcome }) => outcome)).toEqual(["http_error", "breaker_open"]);
});

test("a stale answer is not used for a caller that has left, nor after its time", async () => {
  const { again } = await afterKeeping("status=500");
  await expect(again(undefined, { signal: AbortSignal.abort() })).rejects.toMatchObject({ outcome: "cancelled" });
  const strict = await afterKeeping("status=500", { staleIfErrorS: 0 });
  await expect(strict.again()).rejects.toMatchObject({ outcome: "http_error" });
});

test("all who share a call that the deadline ends get the stale answer", async () => {
  const { fault } = corner();
  const url = fault("slowEvery=2&slowMs=5000");
  const call = local({ policy: { cache: { freshS: 0, staleIfErrorS: 60 } } });
  const data = await keeping(call, url);
  const late = scopeWith({ deadlineMs: 200 }, true);
  const calls: Call[] = [];
  expect(await Promise.all([1, 2, 3].map(() => call(late, url, { calls })))).toEqual([data, data, data]);
  expect(calls.map(({ outcome }) => outcome)).toEqual(["deadline", "deadline", "deadline"]);
});

test("an answer that is not as declared is never kept", async () => {
  const { fault, seen } = corner();
  const call = local({ policy: { cache: { freshS: 60 }, retries: 0 } });
  for (const _ of [1, 2]) expect(await keeping(call, fault("body=%5B%5D"))).toEqual(["invalid", expect.any(String)]);
  expect(await seen()).toMatchObject({ requests: 2 });
});

test("a cache that throws or hangs counts as empty, and delays nothing", async () => {
  const { fault, seen } = corner();
  const call = local({ policy: { cache: { freshS: 60 } } });
  const open = vi.spyOn(caches, "open").mockRejectedValue(new Error("no cache"));
  onTestFinished(() => open.mockRestore());
  for (const n of [1, 2]) expect(await keeping(call, fault())).toMatchObject({ n });

  open.mockReturnValue(new Promise(() => undefined));
  expect(await outcomeOf(call(scopeWith({ deadlineMs: 100 }, true), fault()))).toEqual([
    "not_attempted",
    expect.any(String),
  ]);
  expect(await seen()).toMatchObject({ requests: 2 });
});

test("the cache's calls are on the budget, and leave the last one to the upstream", async () => {
  const { fault } = corner();
  const call = local({ policy: { cache: { freshS: 60 } } });
  const scope = scopeWith({ subrequests: 4 }, true);
  expect(await Promise.all([call(scope, fault()), call(scope, fault("delayMs=1"))])).toMatchObject([
    { ok: true },
    { ok: true },
  ]);
  expect([scope.budget.spent, scope.budget.cacheCalls, scope.budget.left]).toEqual([2, 2, 0]);
});

test.each([{ freshS: -1 }, { freshS: 0.5 }, { freshS: NaN }, { freshS: 1, staleIfErrorS: Infinity }])(
  "a cache policy of %j is refused in the declaration",
  (cache) => {
    expect(() => local({ policy: { cache } })).toThrow(RangeError);
  },
);

test("R16 a second declaration of a name is refused, and changes nothing", async () => {
  const { fault } = corner();
  const first = local({ name: "declared once" });
  expect(() => local({ name: "declared once" })).toThrow('upstream "declared once" is declared twice');
  expect(await first(scopeWith(), fault())).toMatchObject({ ok: true });
});

test("R16 a declared upstream fails by its name: another of the same origin, and code that calls it, are not refused", async () => {
  const { fault, seen } = corner();
  const breaker = { failures: 2, cooldownMs: 60_000, maxCooldownMs: 60_000 };
  const [failing, other] = [local(), local()];
  const ends: unknown[] = [];
  for (const recipe of ["status=503", "reset=headers", ""]) {
    const [end] = (await outcomeOf(failing(scopeWith({ breaker }), fault(recipe)))) as unknown[];
    ends.push(end);
  }
  expect(ends).toEqual(["http_error", "network", "breaker_open"]);
  expect(await other(scopeWith({ breaker }), fault())).toMatchObject({ ok: true });
  expect((await openScope(corner().origin, { breaker }).read(fault())).status).toBe(200);
  expect(await seen()).toMatchObject({ requests: 4 });
});

test("U17 a short declared timeout counts as a failure, because no caller chose it", async () => {
  const { fault } = corner();
  const breaker = { failures: 1, cooldownMs: 60_000, maxCooldownMs: 60_000 };
  const hanging = local({ policy: { timeoutMs: 50, retries: 0 } });
  await expect(hanging(scopeWith({ breaker }), fault("stall=headers"))).rejects.toMatchObject({ outcome: "timeout" });
  await expect(hanging(scopeWith({ breaker }), fault())).rejects.toMatchObject({ outcome: "breaker_open" });
});

test("two declarations do not share answers", async () => {
  const { fault } = corner();
  const scope = scopeWith();
  const text = local({ answer: Ok.transform(({ n }) => `number ${n}`) });
  expect(await Promise.all([local()(scope, fault()), text(scope, fault())])).toMatchObject([{ ok: true }, /number/]);
});

test("U11 a call that is aborted before it is sent spends nothing", async () => {
  const { fault, seen } = corner();
  const scope = scopeWith();
  const aborted = AbortSignal.abort();
  expect(await outcomeOf(local()(scope, fault(), { signal: aborted }))).toEqual(["cancelled", expect.any(String)]);
  const leaving = new AbortController();
  const taken = Array.from({ length: 6 }, () => scope.slots.tryAcquire());
  const call = outcomeOf(local()(scope, fault(), { signal: leaving.signal }));
  leaving.abort();
  for (const release of taken) release?.();
  expect(await call).toEqual(["cancelled", expect.any(String)]);
  expect([scope.budget.spent, (await seen())["requests"]]).toEqual([0, 0]);
});

test("an upstream without input is called with the scope alone", async () => {
  const { fault } = corner();
  const ping = declareInScope({
    name: "ping",
    origin: "FORECAST_ORIGIN",
    request: () => ({ path: "/fault", query: Object.fromEntries(new URL(fault()).searchParams) }),
    answer: Ok,
  });
  expect(await ping(scopeWith())).toEqual({ ok: true, n: 1 });
});

test.each([
  [{ path: "/x?y=1" }, /holds a query/],
  [{ path: "/x", query: { n: NaN } }, /cannot be part of a request/],
  [{ path: "/x", method: "get", json: {} }, /has no body/],
  [{ path: "/x", headers: { "X-Key": undefined as unknown as string } }, /X-Key of upstream "local" has no value/],
] satisfies [RequestParts, RegExp][])("a mistake in what is sent (%o) is a TypeError", (parts, message) => {
  expect(() => requestOf("local", "https://a.test", parts)).toThrow(message);
});

/** The data, or outcome and message, of an upstream that answers `body` and declares `answer`. */
async function read(answer: z.ZodType, body: string): Promise<unknown> {
  const { fault } = corner();
  const upstream = local<z.ZodType>({ answer });
  return outcomeOf(upstream(scopeWith(), fault(`body=${encodeURIComponent(body)}`)));
}

test.each([
  "9007199254740993",
  "-9007199254740993",
  "9007199254740992",
  "1e400",
  "-1e400",
  "1".repeat(400),
  "1".repeat(9_000),
])("R8 a number that JavaScript cannot hold is invalid, however its field is declared: %.20s", async (number) => {
  const schemas = [
    z.number(),
    z.int(),
    z.unknown(),
    z.coerce.number(),
    z.object({}),
    z.object({ a: z.string().optional() }),
    z.record(z.string(), z.unknown()),
  ];
  for (const schema of schemas)
    expect(await read(z.object({ deep: z.array(schema) }), `{"deep":[${number}]}`)).toEqual([
      "invalid",
      expect.stringContaining("declared: deep[0]: "),
    ]);
});

test("R8 undeclared members may hold any number, and strings that look like numbers stay strings", async () => {
  const schema = z.object({ a: z.string(), n: z.number() });
  expect(await read(schema, '{"a":"9007199254740993","n":1,"id":9007199254740993,"x":1e400}')).toEqual({
    a: "9007199254740993",
    n: 1,
  });
});

test("R8 a schema may return values that JSON cannot hold, even if a string looks like a big number", async () => {
  const schema = z.object({ a: z.string() }).transform(({ a }) => ({ a, most: Infinity }));
  expect(await read(schema, '{"a":"9007199254740993"}')).toEqual({ a: "9007199254740993", most: Infinity });
});

test.each([
  ["9007199254740993", "9007199254740993"],
  ["-9007199254740993", "-9007199254740993"],
  ["9007199254740991", "9007199254740991"],
  ["0", "0"],
  ["-7", "-7"],
  ["1".repeat(400), "1".repeat(400)],
])("R8 bigInteger() takes any integer, as its digits: %.20s", async (number, digits) => {
  expect(await read(z.object({ id: bigInteger() }), `{"id":${number}}`)).toEqual({ id: digits });
});

test.each(["1.5", '"1"', "1e400", "null", "9007199254740993.5"])(
  "R8 bigInteger() takes nothing else: %s",
  async (number) => {
    expect(await read(z.object({ id: bigInteger() }), `{"id":${number}}`)).toEqual([
      "invalid",
      expect.stringContaining("id: must be an integer"),
    ]);
  },
);

test.each([
  "1.10",
  "1e20",
  "-0",
  "0.12345678901234567890",
  "9007199254740991",
  "1.7976931348623157e308",
  "1e-400",
  "1753920000000000",
])("R8 a number that a schema may take is read as JavaScript reads it: %s", async (number) => {
  expect(await read(z.number(), number)).toBe(Number(number));
});

test("R9 JSON that is not UTF-8 is invalid", async () => {
  const { fault } = corner();
  expect(await outcomeOf(local({ answer: z.unknown() })(scopeWith(), fault("hex=22e922")))).toEqual([
    "invalid",
    expect.stringContaining("it is not UTF-8"),
  ]);
});

test("R31 a cache policy on what is no GET does not compile, and is refused at the first call", async () => {
  const kept = { origin: "FORECAST_ORIGIN", policy: { cache: { freshS: 60 } }, answer: Ok } as const;
  const name = (): string => `local-${++names}`;
  const declared = [
    // @ts-expect-error A POST.
    declareInScope({ ...kept, name: name(), request: () => ({ path: "/fault", method: "POST" }) }),
    // @ts-expect-error A POST, because it has JSON.
    declareInScope({ ...kept, name: name(), request: () => ({ path: "/fault", json: {} }) }),
    // @ts-expect-error A POST, because it has a body.
    declareInScope({ ...kept, name: name(), request: () => ({ path: "/fault", body: "x" }) }),
  ] as readonly InScope<void, unknown>[];
  for (const posting of declared) {
    const scope = scopeWith();
    await expect(posting(scope)).rejects.toThrow(/^upstream "local-\d+" has a cache policy, .* are kept, not to POST$/);
    expect(scope.budget.spent).toBe(0);
  }
  declareInScope({ ...kept, name: name(), request: () => ({ path: "/fault", method: "GET", query: { key: 1 } }) });
});
