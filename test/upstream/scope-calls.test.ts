// The calls of a scope: which were made, when each ended, and the signal that they share.
import { expect, test } from "vitest";
import type { Call } from "../../src/upstream/call/call.ts";
import type { Scope } from "../../src/upstream/request/scope.ts";
import { countListeners } from "../support/counted-signal.ts";
import { openScope } from "../support/open-scope.ts";
import { corner } from "../support/worker.ts";

/** A call, and whether it has ended: after its end it reports nothing. */
function watched(scope: Scope): { call: Call; ended: () => boolean } {
  let told = 0;
  const call = scope.open(undefined, undefined, () => void told++);
  return {
    call,
    ended() {
      const before = told;
      call.tell("retry");
      return told === before;
    },
  };
}

test("a call that is read whole has ended when its body is read", async () => {
  const { origin, fault } = corner();
  const scope = openScope(origin);
  const { call, ended } = watched(scope);
  await scope.read(fault(), { call });
  expect(ended()).toBe(true);
});

test("a call whose body is streamed ends with its body", async () => {
  const { origin, fault } = corner();
  const scope = openScope(origin);
  const { call, ended } = watched(scope);
  const response = await scope.fetch(fault(), { call });
  expect(ended()).toBe(false);
  await response.text();
  expect(ended()).toBe(true);
});

test("a call whose body is streamed ends when that is cancelled", async () => {
  const { origin, fault } = corner();
  const scope = openScope(origin);
  const { call, ended } = watched(scope);
  const response = await scope.fetch(fault("stall=body"), { call });
  await response.body?.cancel();
  expect(ended()).toBe(true);
});

test.each(["redirectTo=ftp://nowhere", "stall=headers"])("a call that fails has ended: %s", async (recipe) => {
  const { origin, fault } = corner();
  const scope = openScope(origin);
  const { call, ended } = watched(scope);
  await expect(scope.fetch(fault(recipe), { call, timeoutMs: 20, retries: 0 })).rejects.toThrow();
  expect(ended()).toBe(true);
});

test("a body that breaks ends its call, read whole or streamed", async () => {
  const { origin, fault } = corner();
  const scope = openScope(origin);
  const [read, handedOut] = [watched(scope), watched(scope)];
  await expect(scope.read(fault("badGzip"), { call: read.call, retries: 0 })).rejects.toThrow();
  await expect((await scope.fetch(fault("badGzip"), { call: handedOut.call })).text()).rejects.toThrow();
  expect([read.ended(), handedOut.ended()]).toEqual([true, true]);
});

test.each([
  ["reset=headers", "before its headers"],
  ["truncate&bytes=5000", "inside its body"],
])("the error of a connection that breaks says how far it had come: %s", async (recipe, when) => {
  const { origin, fault } = corner();
  await expect(openScope(origin).read(fault(recipe), { upstream: "air", retries: 0 })).rejects.toThrow(
    `upstream "air" failed ${when} (${origin})`,
  );
});

test("calls leave no listener on the request's signal and only the deadline's alarm, however they end", async () => {
  const { origin, fault } = corner();
  const scope = openScope(origin);
  const listeners = countListeners(scope.signal);
  await scope.read(fault());
  await scope.read(fault("failFirst=1")).catch(() => undefined);
  await scope.read(fault("bytes=200000&framing=chunked")).catch(() => undefined);
  await scope.read(fault("stall=body"), { timeoutMs: 20, retries: 0 }).catch(() => undefined);
  await (await scope.fetch(fault("bytes=50000"))).text();
  await (await scope.fetch(fault("bytes=50000"))).body?.cancel();
  expect([listeners(), scope.alarms.pending]).toEqual([0, 1]);
});

test("a call belongs to the request's trace", async () => {
  const { origin } = corner();
  const scope = openScope(origin);
  const echoed = (await (await scope.fetch(`${origin}/echo`)).json()) as { headers: Record<string, string> };
  expect(echoed.headers["traceparent"]).toContain(scope.trace.traceId);
});

test("a thousand calls are remembered, the first ones", () => {
  const scope = openScope(corner().origin);
  for (let number = 0; number < 1_001; number++) {
    scope.note(scope.open(String(number)));
  }
  expect([scope.calls.length, scope.calls.at(-1)?.upstream]).toEqual([1_000, "999"]);
});

test("a task's signal is joined with the request's once, the request's own never", () => {
  const scope = openScope(corner().origin);
  const task = new AbortController();
  expect(scope.joined(scope.signal)).toBe(scope.joined());
  expect(scope.joined(task.signal)).toBe(scope.joined(task.signal));
  expect(scope.follow(scope.signal)).toBe(scope.signal);
  expect(scope.follow(task.signal)).toBe(scope.follow(task.signal));
  const adopted = scope.adopt(new AbortController().signal, scope.signal);
  expect(scope.follow(adopted)).toBe(adopted);
  task.abort("enough");
  expect([scope.joined(task.signal).reason, scope.follow(task.signal).reason]).toEqual(["enough", "enough"]);
  expect(scope.signal.aborted).toBe(false);
});
