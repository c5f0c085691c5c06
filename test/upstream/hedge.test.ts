// The hedge layer alone, with fake time.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Semaphore } from "../../src/gather/index.ts";
import { Budget } from "../../src/upstream/budget.ts";
import type { Answer, Call } from "../../src/upstream/fetch.ts";
import { type HedgePolicy, withHedge } from "../../src/upstream/hedge.ts";
import { withSlot } from "../../src/upstream/slot.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { type Gate, gate } from "../support/gate.ts";
import { answerWith, callTo, requestFor, scripted } from "../support/layer.ts";

const policy = (changes: Partial<HedgePolicy> = {}): HedgePolicy => ({
  delayMs: 50,
  idempotent: false,
  slots: new Semaphore(6),
  budget: new Budget(50),
  ...changes,
});

/** Two attempts whose answers the test opens, and whose signals it sees. */
function twoAttempts(): {
  first: Gate<Answer>;
  second: Gate<Answer>;
  next: ReturnType<typeof scripted>["next"];
  asked: unknown[];
} {
  const [first, second] = [gate<Answer>(), gate<Answer>()];
  return {
    first,
    second,
    ...scripted(
      (call: Call) => first.heed(call),
      (call: Call) => second.heed(call),
    ),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a fast answer needs no hedge, and leaves no timer", async () => {
  const answer = answerWith(200);
  const { next } = scripted(answer);
  const call = callTo();
  expect((await withHedge(next, policy())(requestFor(), call)).response).toBe(answer.response);
  expect([vi.getTimerCount(), call.trace.hedged]).toEqual([0, false]);
});

test("U16 the second attempt starts after delayMs; when it wins, the first is cancelled", async () => {
  const { first, second, next, asked } = twoAttempts();
  const call = callTo();
  const answer = withHedge(next, policy())(requestFor(), call);
  await vi.advanceTimersByTimeAsync(49);
  expect(asked.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.length).toBe(2);
  const won = answerWith(200);
  second.open(won);
  expect((await answer).response).toBe(won.response);
  expect([first.signal?.aborted, second.signal?.aborted, call.trace.hedged]).toEqual([true, false, true]);
});

test("U16 the delay begins with the first attempt's slot: a queue is no reason to hedge", async () => {
  const slots = new Semaphore(2);
  const taken = [await slots.acquire(), await slots.acquire()];
  const { second, next, asked } = twoAttempts();
  const answer = withHedge(withSlot(next, slots), policy())(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(500);
  expect(asked.length).toBe(0);
  for (const release of taken) release();
  await vi.advanceTimersByTimeAsync(49);
  expect(asked.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.length).toBe(2);
  second.open(answerWith(200));
  expect((await answer).response.status).toBe(200);
});

test("U16 the first may still win; the second is cancelled", async () => {
  const { first, second, next } = twoAttempts();
  const answer = withHedge(next, policy())(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(50);
  first.open(answerWith(200));
  await answer;
  expect([first.signal?.aborted, second.signal?.aborted]).toEqual([false, true]);
});

test("U16 a loser that answers all the same has its body cancelled and its clock stopped", async () => {
  const late = answerWith(200);
  const loser = gate<Answer>();
  const { next } = scripted(loser.wait, answerWith(200));
  const answer = withHedge(next, policy())(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(50);
  await answer;
  loser.open(late);
  await vi.advanceTimersByTimeAsync(0);
  expect([late.cancelled(), late.released()]).toEqual([true, 1]);
});

test("U16 without a free slot or subrequest there is no hedge", async () => {
  const slots = new Semaphore(1);
  await slots.acquire();
  const budget = new Budget(1);
  budget.spent = 1;
  for (const full of [{ slots }, { budget }]) {
    const only = gate<Answer>();
    const { next } = scripted((call: Call) => only.heed(call));
    const answer = withHedge(next, policy(full))(requestFor(), callTo());
    await vi.advanceTimersByTimeAsync(100);
    only.open(answerWith(200));
    expect((await answer).response.status).toBe(200);
  }
});

test("U16 hedge and retry do not multiply: a call that was hedged is not hedged again", async () => {
  const call = callTo();
  call.trace.hedged = true;
  const only = gate<Answer>();
  const { next } = scripted((context: Call) => only.heed(context));
  const answer = withHedge(next, policy())(requestFor(), call);
  await vi.advanceTimersByTimeAsync(100);
  only.open(answerWith(200));
  await answer;
});

test("a first attempt that fails before delayMs is not hedged but thrown", async () => {
  const { next } = scripted(new Error("refused"));
  await expect(withHedge(next, policy())(requestFor(), callTo())).rejects.toThrow("refused");
  expect(vi.getTimerCount()).toBe(0);
});

test("when the first fails while the second runs, the second decides", async () => {
  const { first, second, next } = twoAttempts();
  const answer = withHedge(next, policy())(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(50);
  first.fail(new Error("reset"));
  second.open(answerWith(200));
  expect((await answer).response.status).toBe(200);
});

test("when both fail, the first one's error is thrown", async () => {
  const { first, second, next } = twoAttempts();
  const answer = withHedge(next, policy())(requestFor(), callTo()).catch((reason: unknown) => reason);
  await vi.advanceTimersByTimeAsync(50);
  second.fail(new Error("second"));
  first.fail(new Error("first"));
  expect(await answer).toMatchObject({ message: "first" });
});

test("POST is not hedged", async () => {
  const only = gate<Answer>();
  const { next } = scripted((call: Call) => only.heed(call));
  const answer = withHedge(next, policy())(requestFor(undefined, { method: "POST" }), callTo());
  await vi.advanceTimersByTimeAsync(100);
  only.open(answerWith(200));
  await answer;
});

test("U5 a call that is aborted already is handed down aborted", async () => {
  const { next } = scripted(({ signal }) =>
    signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve(answerWith(200)),
  );
  await expect(withHedge(next, policy())(requestFor(), callTo("air", AbortSignal.abort("over")))).rejects.toBe("over");
});

test("an abort reaches both attempts; after the release no listener is left", async () => {
  const { signal, abort, listeners } = countedSignal();
  const { first, second, next } = twoAttempts();
  const answer = withHedge(next, policy())(requestFor(), callTo("air", signal));
  await vi.advanceTimersByTimeAsync(50);
  const failed = expect(answer).rejects.toBe("gone");
  abort("gone");
  await failed;
  expect([first.signal?.reason, second.signal?.reason, listeners()]).toEqual(["gone", "gone", 0]);

  const fast = countedSignal();
  const { next: instant } = scripted(answerWith(200));
  const kept = await withHedge(instant, policy())(requestFor(), callTo("air", fast.signal));
  expect(fast.listeners()).toBe(1);
  kept.release();
  expect(fast.listeners()).toBe(0);
});
