// Lookups in bindings, against the runtime's own KV, D1, R2 and Workers beside this one.
import { env } from "cloudflare:workers";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import type { CallContext } from "../../src/upstream/request/call-context.ts";
import { type BindingDeclaration, declareBinding } from "../../src/upstream/declare-binding.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import type { Spans } from "../../src/upstream/call/resources.ts";
import type { Scope } from "../../src/upstream/request/scope.ts";
import type { ScopeOptions } from "../../src/upstream/request/scope-options.ts";
import { callIn } from "../support/call-in.ts";
import { type Gate, gate } from "../support/gate.ts";
import { openScope } from "../support/open-scope.ts";
import { corner } from "../support/worker.ts";

function scopeWith(changes: Partial<ScopeOptions> = {}, origin = "https://elsewhere.test"): Scope {
  const worker = { env, origins: new Map(), caching: false, waitUntil: () => undefined };
  return openScope(origin, { worker, ...changes });
}

let names = 0;

/** Declares a lookup with a name of its own. */
function lookUp<A extends z.ZodType>(
  answer: A,
  ask: BindingDeclaration<void, A>["ask"],
  changes: Partial<BindingDeclaration<void, A>> = {},
): (call: CallContext) => Promise<z.output<A>> {
  return declareBinding<void, A>({ name: `binding-${++names}`, ask, answer, ...changes });
}

/** A lookup that waits at a gate, as one does that the platform cannot cancel. */
function waiting(changes: Partial<BindingDeclaration<void, z.ZodType>> = {}) {
  const door = gate();
  onTestFinished(() => door.open(undefined));
  return { door, wait: lookUp(z.unknown(), door.wait, changes) };
}

const endOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => (error instanceof UpstreamError ? [error.outcome, error.reason] : error));

test("B1 KV, D1, R2, a service's fetch and its RPC answer as declared", async () => {
  const call = callIn(scopeWith());
  await env.TEST_FACTS.put("colour", '{"name":"blue"}');
  await env.TEST_FILES.put("page", "text");
  const kv = lookUp(z.object({ name: z.string() }), ({ TEST_FACTS }) => TEST_FACTS.get("colour", "json"));
  const d1 = lookUp(z.literal(2), ({ TEST_DATABASE }) => TEST_DATABASE.prepare("SELECT 1 + 1 AS two").first("two"), {
    slot: false,
  });
  const r2 = lookUp(z.string().nullable(), async ({ TEST_FILES }) => (await TEST_FILES.get("page"))?.text());
  const service = lookUp(z.object({ count: z.literal(1) }), async ({ TEST_NEIGHBOUR }, _input, { signal }) =>
    (await TEST_NEIGHBOUR.fetch("https://neighbour/?key=b1", { signal })).json(),
  );
  const rpc = lookUp(z.object({ greeting: z.string() }), async ({ TEST_NEIGHBOUR }, _input, { leftMs }) =>
    TEST_NEIGHBOUR.greet("you", leftMs),
  );
  expect(await Promise.all([kv(call), d1(call), r2(call), service(call), rpc(call)])).toEqual([
    { name: "blue" },
    2,
    "text",
    { count: 1 },
    { greeting: "hello you" },
  ]);
  expect(call.calls.map(({ outcome, attempts }) => [outcome, attempts])).toEqual(
    Array.from({ length: 5 }, () => ["ok", 1]),
  );
});

test("B1 a lookup is a call: its name, outcome and times are recorded, and it spends one subrequest", async () => {
  const scope = scopeWith();
  await lookUp(z.null(), ({ TEST_FACTS }) => TEST_FACTS.get("nothing"), { name: "facts" })(callIn(scope));
  const [call] = scope.calls;
  const { attempts, ttfbMs, hedged } = call?.timing() ?? {};
  expect([call?.upstream, call?.outcome, call?.ended, attempts, hedged]).toEqual(["facts", "ok", true, 1, false]);
  expect(ttfbMs).not.toBeNull();
  expect(scope.budget.spent).toBe(1);
  expect([scope.unsettled.size, scope.slots.free, scope.alarms.pending]).toEqual([0, 6, 1]);
});

test("B1 a lookup that is traced has a span with its outcome", async () => {
  const spans: unknown[] = [];
  const tracing: Spans = {
    enterSpan: (name, run) => run({ setAttributes: (attributes) => spans.push([name, attributes]) }),
  };
  const broken = lookUp(z.unknown(), ({ TEST_NEIGHBOUR }) => TEST_NEIGHBOUR.fail(), { name: "traced" });
  expect(await endOf(broken(callIn(scopeWith({ tracing }))))).toEqual(["network", "binding_failed"]);
  expect(spans).toEqual([
    [
      "upstream traced",
      expect.objectContaining({ "upstream.outcome": "network", "upstream.reason": "binding_failed" }),
    ],
  ]);
});

test.each([
  ["rejects", ({ TEST_NEIGHBOUR }: Env) => TEST_NEIGHBOUR.fail(), ["network", "binding_failed"]],
  [
    "rejects in D1",
    ({ TEST_DATABASE }: Env) => TEST_DATABASE.prepare("SELECT * FROM none").first(),
    ["network", "binding_failed"],
  ],
  [
    "throws, because nothing is bound",
    (vars: Env) => (vars as unknown as { readonly NONE: KVNamespace }).NONE.get("a"),
    ["network", "binding_failed"],
  ],
  ["answers another shape", ({ TEST_FACTS }: Env) => TEST_FACTS.get("nothing"), ["invalid", "undeclared_shape"]],
] as const)("B1 a lookup that %s has its own outcome", async (_what, ask, end) => {
  const call = callIn(scopeWith());
  expect(await endOf(lookUp(z.string(), ask)(call))).toEqual(end);
  expect(call.calls.map(({ outcome, reason }) => [outcome, reason])).toEqual([end]);
});

test("B1 a lookup past the budget is not made", async () => {
  const asked = vi.fn();
  expect(await endOf(lookUp(z.unknown(), asked)(callIn(scopeWith({ subrequests: 0 }))))).toEqual([
    "over_budget",
    "subrequests_used",
  ]);
  expect(asked).not.toHaveBeenCalled();
});

test.each([true, false])("B1 a lookup whose result is not wanted any more is not made (slot: %s)", async (slot) => {
  const asked = vi.fn();
  const scope = scopeWith();
  const call = callIn(scope).fork(AbortSignal.any([scope.signal, AbortSignal.abort(new Error("enough"))]));
  expect(await endOf(lookUp(z.unknown(), asked, { slot })(call))).toEqual(["cancelled", "not_wanted"]);
  expect(asked).not.toHaveBeenCalled();
  expect([scope.budget.spent, scope.slots.free]).toEqual([0, 6]);
});

test("B3 a lookup that hangs ends at its own timeout, and keeps its slot until it settles", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const scope = scopeWith({ deadlineMs: 5_000 });
  const { door, wait } = waiting({ timeoutMs: 500 });
  const end = endOf(wait(callIn(scope)));
  await door.reached;
  await vi.advanceTimersByTimeAsync(499);
  expect(scope.calls[0]?.ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await end).toEqual(["timeout", "attempt_timeout"]);
  expect(scope.calls[0]?.timing().totalMs).toBe(500);
  expect([scope.slots.free, scope.unsettled.size]).toEqual([5, 1]);

  door.open("late");
  await vi.advanceTimersByTimeAsync(0);
  expect([scope.slots.free, scope.unsettled.size]).toEqual([6, 0]);
});

test("B3 the timeout starts when the lookup has its slot", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const scope = scopeWith();
  const holders = Array.from({ length: 6 }, () => waiting({ timeoutMs: 4_000 }));
  const holding = holders.map(({ wait }) => endOf(wait(callIn(scope))));
  const last = waiting({ timeoutMs: 500 });
  const queued = last.wait(callIn(scope));
  await vi.advanceTimersByTimeAsync(900);
  holders[0]?.door.open("done");
  await last.door.reached;
  await vi.advanceTimersByTimeAsync(499);
  last.door.open("in time");
  expect(await queued).toBe("in time");
  expect(scope.calls.at(-1)?.timing()).toMatchObject({ queuedMs: 900, totalMs: 1_399 });
  for (const { door } of holders) door.open("done");
  await Promise.all(holding);
});

test("B3 a lookup that fails after its timeout leaves no unhandled rejection", async () => {
  const scope = scopeWith();
  const { door, wait } = waiting({ timeoutMs: 1 });
  expect(await endOf(wait(callIn(scope)))).toEqual(["timeout", "attempt_timeout"]);
  door.fail(new Error("too late to matter"));
  await vi.waitFor(() => expect(scope.unsettled.size).toBe(0));
});

test("B3 lookups and fetches together never wait in more than six slots", async () => {
  const { origin, fault, seen } = corner();
  const scope = scopeWith({}, origin);
  const call = callIn(scope);
  const doors: Gate<unknown>[] = [];
  const ends: Promise<unknown>[] = [];
  for (let index = 0; index < 4; index++) {
    const { door, wait } = waiting();
    doors.push(door);
    ends.push(endOf(wait(call)), endOf(call.read(fault("stall=headers"))));
  }
  expect(await seen("requests:3")).toMatchObject({ requests: 3 });
  expect(doors.map(({ arrivals }) => arrivals)).toEqual([1, 1, 1, 0]);
  expect([scope.slots.free, scope.slots.waiting]).toEqual([0, 2]);

  doors[0]?.open(1);
  await doors[3]?.reached;
  expect([scope.slots.free, scope.slots.waiting, (await seen())["requests"]]).toEqual([0, 1, 3]);

  doors[1]?.open(1);
  expect(await seen("requests:4")).toMatchObject({ waitingForHeaders: 4 });
  expect([scope.slots.free, scope.slots.waiting]).toEqual([0, 0]);
  for (const door of doors) door.open(1);
  scope.leave();
  await Promise.all(ends);
  expect(scope.slots.free).toBe(6);
});

test("B1 a lookup without a slot takes none", async () => {
  const scope = scopeWith();
  const { door, wait } = waiting({ slot: false });
  const end = wait(callIn(scope));
  await door.reached;
  expect(scope.slots.free).toBe(6);
  door.open("ok");
  expect(await end).toBe("ok");
});

test("B3 the request's deadline ends a lookup, and it says so", async () => {
  const scope = scopeWith({ deadlineMs: 60, reserveMs: 10 });
  const { wait } = waiting({ timeoutMs: 1_000 });
  expect(await endOf(wait(callIn(scope)))).toEqual(["deadline", "deadline_passed"]);
});

test("B6 a lookup is handed its signal and the milliseconds left: of its own time or of the request's", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const left = lookUp(z.number(), (_env, _input, { leftMs }) => leftMs, { timeoutMs: 300 });
  expect(await left(callIn(scopeWith({ deadlineMs: 5_000 })))).toBe(300);
  expect(await left(callIn(scopeWith({ deadlineMs: 200, reserveMs: 50 })))).toBe(150);
});

test("B6 the signal aborts when the result is no longer wanted, with the reason why", async () => {
  const scope = scopeWith();
  const controller = new AbortController();
  const door = gate();
  const heeding = lookUp(z.unknown(), (_env, _input, { signal }) => door.heed({ signal }));
  const end = endOf(heeding(callIn(scope).fork(AbortSignal.any([scope.signal, controller.signal]))));
  await door.reached;
  const enough = new Error("enough");
  controller.abort(enough);
  expect(await end).toEqual(["cancelled", "not_wanted"]);
  expect(door.signal?.reason).toBe(enough);
  await vi.waitFor(() => expect([scope.slots.free, scope.unsettled.size]).toEqual([6, 0]));
});

test("B6 the signal goes along with a service's fetch, which ends there", async () => {
  const scope = scopeWith();
  const hanging = lookUp(
    z.unknown(),
    ({ TEST_NEIGHBOUR }, _input, { signal }) => TEST_NEIGHBOUR.fetch("https://neighbour/hangs", { signal }),
    { timeoutMs: 50 },
  );
  expect(await endOf(hanging(callIn(scope)))).toEqual(["timeout", "attempt_timeout"]);
  // Nothing but the signal settles it.
  await vi.waitFor(() => expect([scope.slots.free, scope.unsettled.size]).toEqual([6, 0]));
});

test("a time that no timer can wait, and a name that is taken, are refused at the declaration", () => {
  expect(() => lookUp(z.unknown(), () => 1, { timeoutMs: NaN })).toThrow(RangeError);
  lookUp(z.unknown(), () => 1, { name: "taken" });
  expect(() => lookUp(z.unknown(), () => 1, { name: "taken" })).toThrow("declared twice");
});
