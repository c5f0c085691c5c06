// A request's life: when upstreams must stop, and when the answer is due.
import { expect, onTestFinished, test, vi } from "vitest";
import { Lifetime } from "../../src/upstream/lifetime.ts";

/** A lifetime whose clock stands still until the test moves it; 50 ms of its deadline are kept back. */
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
