// The stopwatch of a call: its reports, and its end.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Attempt } from "../../src/upstream/call/attempt.ts";
import { Call } from "../../src/upstream/call/call.ts";
import { rounded } from "../../src/upstream/call/stopwatch.ts";
import type { Progress } from "../../src/upstream/call/progress.ts";
import { callTo } from "../support/layer.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** A watch on a call that is made 5 ms after the start of its request. */
function callThatTells(told: Progress[] = []): Call {
  const requestStartedAt = performance.now();
  vi.advanceTimersByTime(5);
  const { resources, signal } = callTo();
  return new Call({ ...resources, startedAt: requestStartedAt }, "air", signal, (progress) => told.push(progress));
}

test("reports each step at its time, with its attempt", () => {
  const told: Progress[] = [];
  const call = callThatTells(told);
  vi.advanceTimersByTime(10);
  const attempt = new Attempt(call);
  attempt.noteSent();
  vi.advanceTimersByTime(20);
  attempt.noteHeaders();
  call.tell("retry");
  expect(told).toEqual([
    { phase: "queued", attempt: 1, atMs: 5 },
    { phase: "sent", attempt: 1, atMs: 15 },
    { phase: "headers", attempt: 1, atMs: 35 },
    { phase: "retry", attempt: 2, atMs: 35 },
  ]);
});

test("reports nothing after its end, nor without a listener", () => {
  const told: Progress[] = [];
  const call = callThatTells(told);
  call.end();
  new Attempt(call).noteSent();
  expect(told.map(({ phase }) => phase)).toEqual(["queued"]);
  expect(() => callTo().tell("sent")).not.toThrow();
});

test("counts the time to the headers from the sending, and the time of the body from the headers", () => {
  const call = callThatTells();
  const attempt = new Attempt(call);
  vi.advanceTimersByTime(10);
  attempt.noteSent();
  vi.advanceTimersByTime(20);
  attempt.noteHeaders();
  vi.advanceTimersByTime(40);
  call.end();
  vi.advanceTimersByTime(80);
  call.end();
  expect(call.timing()).toEqual({
    startMs: 5,
    queuedMs: 0,
    ttfbMs: 20,
    bodyMs: 40,
    totalMs: 70,
    attempts: 1,
    hedged: false,
  });
});

test("further hops of a redirect are the same attempt, from its first hop on", () => {
  const call = callThatTells();
  const attempt = new Attempt(call);
  attempt.noteSent();
  vi.advanceTimersByTime(10);
  attempt.noteHeaders();
  attempt.noteSent();
  vi.advanceTimersByTime(10);
  attempt.noteHeaders();
  expect(call.timing()).toMatchObject({ attempts: 1, ttfbMs: 20, bodyMs: 0 });
});

test("a new attempt clears the headers of the one before", () => {
  const call = callThatTells();
  const first = new Attempt(call);
  first.noteSent();
  first.noteHeaders();
  expect(call.timing()).toMatchObject({ attempts: 1, ttfbMs: 0, bodyMs: 0 });
  new Attempt(call).noteSent();
  expect(call.timing()).toMatchObject({ attempts: 2, ttfbMs: null, bodyMs: null });
});

test("writes the wait as text, and rounds milliseconds to a tenth", () => {
  const call = callThatTells();
  call.queuedMs = 12.34;
  vi.advanceTimersByTime(20);
  expect([call.waited(), call.timing().queuedMs]).toEqual(["queued 12 of 20 ms", 12.3]);
  expect([rounded(1.25), rounded(0.04)]).toEqual([1.3, 0]);
});
