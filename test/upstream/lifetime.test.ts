// A request's life: when upstreams must stop, and when the answer is due.
import { expect, onTestFinished, test, vi } from "vitest";
import { Lifetime } from "../../src/upstream/request/lifetime.ts";
import { ClientGoneError, DeadlineError } from "../../src/upstream/call/stop-reasons.ts";
import { countedSignal, countListeners } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";

/** A lifetime with fake time. 50 ms of its deadline are reserved. */
function lifetime(): Lifetime {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const life = new Lifetime(new AbortController().signal, 10_000, 50);
  onTestFinished(life.hold());
  return life;
}

test.each([
  ["the reserve alone", 1_000, undefined, { stops: 950, answers: 950 }],
  ["what is kept back besides, for what follows", 1_000, 300, { stops: 650, answers: 950 }],
  ["of both at most half, so that upstreams have the other", 400, 500, { stops: 200, answers: 350 }],
  ["of a short deadline a quarter for answering", 100, 500, { stops: 50, answers: 75 }],
])("a deadline keeps back %s", (_, deadlineMs, furtherMs, { stops, answers }) => {
  const life = lifetime();
  vi.advanceTimersByTime(20);
  life.setDeadline(deadlineMs, furtherMs);
  expect([life.deadlineAt - life.startedAt, life.answerInMs]).toEqual([stops, answers - 20]);
  vi.advanceTimersByTime(stops - 21);
  expect(life.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect([life.signal.aborted, life.answerInMs]).toEqual([true, answers - stops]);
});

test("a deadline aborts the signal with a DeadlineError, and a later deadline replaces an earlier one", () => {
  const life = lifetime();
  life.setDeadline(100);
  life.setDeadline(1_000);
  vi.advanceTimersByTime(949);
  expect(life.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(life.signal.reason).toBeInstanceOf(DeadlineError);
});

test("the last release ends the request: its signal, its alarms, its listener on the client", () => {
  const client = countedSignal();
  const life = new Lifetime(client.signal, 10_000, 50);
  const told = vi.fn();
  life.whenClosed(told);
  const [first, second] = [life.hold(), life.hold()];
  expect([life.held, client.listeners()]).toEqual([true, 1]);
  first();
  expect([life.held, life.signal.aborted, life.alarms.pending]).toEqual([false, false, 1]);
  expect(told).not.toHaveBeenCalled();
  second();
  expect(life.signal.reason).toMatchObject({ name: "AbortError", message: "the request is over" });
  expect([life.alarms.pending, client.listeners()]).toEqual([0, 0]);
  expect(told).toHaveBeenCalledOnce();
});

test("closed resolves when the request ends", async () => {
  const life = new Lifetime(new AbortController().signal, 10_000, 50);
  const release = life.hold();
  let closed = false;
  const closing = life.closed.then(() => (closed = true));
  await Promise.resolve();
  expect(closed).toBe(false);
  release();
  await closing;
});

test("U32 a client that leaves, or had left before, ends upstream work", () => {
  const client = countedSignal();
  const life = new Lifetime(client.signal, 10_000, 50);
  client.abort();
  expect(life.signal.reason).toBeInstanceOf(ClientGoneError);
  const late = new Lifetime(AbortSignal.abort(), 10_000, 50);
  expect(late.signal.reason).toBeInstanceOf(ClientGoneError);
  for (const each of [life, late]) each.hold()();
});

test("elapsedMs counts from the start of the request", () => {
  const life = lifetime();
  vi.advanceTimersByTime(30);
  expect(life.elapsedMs).toBe(30);
});

test("orEnd settles as the work does, and leaves neither listener nor timer", async () => {
  const life = lifetime();
  const listeners = countListeners(life.signal);
  const timers = vi.getTimerCount();
  const work = gate();
  const waiting = life.orEnd(work.wait(), 0.5);
  expect(listeners()).toBe(1);
  work.open("value");
  expect(await waiting).toBe("value");
  await expect(life.orEnd(Promise.reject(new Error("boom")), 0.5)).rejects.toThrow("boom");
  expect([listeners(), vi.getTimerCount()]).toEqual([0, timers]);
});

test("orEnd leaves work behind a share of the reserve after the end", async () => {
  const life = lifetime();
  const listeners = countListeners(life.signal);
  const waiting = life.orEnd(new Promise(() => undefined), 0.5);
  let settled = false;
  const left = waiting.catch((reason: unknown) => {
    settled = true;
    return reason;
  });
  await vi.advanceTimersByTimeAsync(9_950 + 24);
  expect([life.signal.aborted, settled]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(1);
  expect(await left).toBeInstanceOf(DeadlineError);
  expect([listeners(), vi.getTimerCount()]).toEqual([0, 0]);
});

test("orEnd gives the same share to work that starts after the end, and takes a result in time", async () => {
  const life = lifetime();
  await vi.advanceTimersByTimeAsync(9_950);
  const late = life.orEnd(new Promise(() => undefined), 0.5).catch((reason: unknown) => reason);
  expect(await life.orEnd(Promise.resolve("in time"), 0.5)).toBe("in time");
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(25);
  expect(await late).toBeInstanceOf(DeadlineError);
});
