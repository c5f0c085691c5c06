// The hedge layer alone, with fake time.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Semaphore } from "../../src/gather/index.ts";
import { Budget } from "../../src/upstream/call/budget.ts";
import type { Call } from "../../src/upstream/call/call.ts";
import type { Answer, Fetch, Send } from "../../src/upstream/call/fetch.ts";
import { declaredHealth, type HealthKey } from "../../src/upstream/call/health.ts";
import { fail } from "../../src/upstream/layers/circuit.ts";
import { withAttemptTimeout } from "../../src/upstream/layers/attempt-timeout.ts";
import { withHedge } from "../../src/upstream/layers/hedge.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { withSlot } from "../../src/upstream/layers/slot.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { type Gate, gate } from "../support/gate.ts";
import { answerWith, type Asked, callTo, type FakeAnswer, requestFor, scripted } from "../support/layer.ts";

/** How a call is hedged. */
interface Hedging {
  readonly idempotent?: boolean;
  readonly slots?: Semaphore;
  readonly budget?: Budget;
  readonly health?: HealthKey;
  readonly extraAttempts?: number;
}

/** The hedge layer, for calls that are hedged after 50 ms. */
function hedging(next: Send, { slots, budget, health, ...limits }: Hedging = {}): Fetch {
  return function hedged(request, call: Call) {
    Object.assign(call.limits, { hedgeMs: 50, ...limits, ...(health && { targets: [{ origin: undefined, health }] }) });
    Object.assign(call.resources, { ...(slots && { slots }), ...(budget && { budget }) });
    return withHedge(next)(request, call);
  };
}

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
      (asked: Asked) => first.heed(asked),
      (asked: Asked) => second.heed(asked),
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
  const kept = await hedging(next)(requestFor(), call);
  expect(kept.response).toBe(answer.response);
  expect([vi.getTimerCount(), call.hedged, answer.released()]).toEqual([0, false, 0]);
});

test("releasing the answer of a hedged call releases the attempt that won, once", async () => {
  const { first, second, next } = twoAttempts();
  const [won, lost] = [answerWith(200), answerWith(200)];
  const answer = hedging(next)(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(50);
  second.open(won);
  first.open(lost);
  (await answer).release();
  await vi.advanceTimersByTimeAsync(0);
  expect([won.released(), won.cancelled()]).toEqual([1, false]);
});

test("U16 the second attempt starts after delayMs; when it wins, the first is cancelled", async () => {
  const { first, second, next, asked } = twoAttempts();
  const call = callTo();
  const answer = hedging(next)(requestFor(), call);
  await vi.advanceTimersByTimeAsync(49);
  expect(asked.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.length).toBe(2);
  const won = answerWith(200);
  second.open(won);
  expect((await answer).response).toBe(won.response);
  expect([first.signal?.aborted, second.signal?.aborted, call.hedged]).toEqual([true, false, true]);
});

test("U16 the delay begins with the first attempt's slot: a queue is no reason to hedge", async () => {
  const slots = new Semaphore(2);
  const taken = [await slots.acquire(), await slots.acquire()];
  const { second, next, asked } = twoAttempts();
  const answer = hedging(withSlot(next))(requestFor(), callTo(undefined, undefined, { resources: { slots } }));
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
  const answer = hedging(next)(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(50);
  first.open(answerWith(200));
  await answer;
  expect([first.signal?.aborted, second.signal?.aborted]).toEqual([false, true]);
});

test("U16 a loser that still answers has its body cancelled and its clock stopped", async () => {
  const late = answerWith(200);
  const loser = gate<Answer>();
  const { next } = scripted(loser.wait, answerWith(200));
  const answer = hedging(next)(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(50);
  await answer;
  loser.open(late);
  await vi.advanceTimersByTimeAsync(0);
  expect([late.cancelled(), late.released()]).toEqual([true, 1]);
});

test("U16 without a free slot or subrequest, or at an open breaker, there is no hedge", async () => {
  const slots = new Semaphore(1);
  await slots.acquire();
  const budget = new Budget(1);
  budget.spent = 1;
  const open = declaredHealth("hedged-open");
  fail(open, 0, { failures: 1, cooldownMs: 1_000, maxCooldownMs: 1_000 });
  for (const full of [{ slots }, { budget }, { health: open }]) {
    const only = gate<Answer>();
    const { next } = scripted((asked: Asked) => only.heed(asked));
    const answer = hedging(next, full)(requestFor(), callTo());
    await vi.advanceTimersByTimeAsync(100);
    only.open(answerWith(200));
    expect((await answer).response.status).toBe(200);
  }
});

test("R32 calls of an upstream share one bucket of extra attempts; an empty one suppresses the hedge, never the first attempt", async () => {
  const shared = { extraAttempts: 10, health: declaredHealth("hedged-shared"), slots: new Semaphore(100) };
  const answers = Array.from({ length: 50 }, () => gate<Answer>());
  const { next, asked } = scripted(...answers.map(({ wait }) => wait));
  const calls = Array.from({ length: 40 }, () => hedging(next, shared)(requestFor(), callTo()));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.length).toBe(50);
  for (const { open } of answers) open(answerWith(200));
  expect((await Promise.all(calls)).map(({ response }) => response.status)).toEqual(Array<number>(40).fill(200));
});

describe("R3 which attempt decides", () => {
  const undecided = [408, 425, 429, 500, 501, 502, 503, 504, 520, 525, 530, 599];
  const decided = [200, 204, 206, 301, 304, 400, 401, 403, 404, 409, 410, 451];

  /** The end of a hedged call whose attempts end with `early`, then with `late`. */
  async function endOf(
    [early, late]: readonly (FakeAnswer | Error)[],
    { method = "GET", earlyIsFirst = false } = {},
  ): Promise<unknown> {
    const { first, second, next } = twoAttempts();
    const call = hedging(next, { idempotent: method !== "GET" })(requestFor(undefined, { method }), callTo());
    const end = call.then(
      ({ response }) => response.status,
      (reason: unknown) => (reason as Error).message,
    );
    await vi.advanceTimersByTimeAsync(50);
    const [one, other] = earlyIsFirst ? [first, second] : [second, first];
    finish(one, early);
    await vi.advanceTimersByTimeAsync(0);
    finish(other, late);
    return end;
  }

  function finish({ open, fail: reject }: Gate<Answer>, end: FakeAnswer | Error | undefined): void {
    if (end instanceof Error) reject(end);
    else if (end !== undefined) open(end);
  }

  test.each(undecided)("%i of either attempt waits for the other, and its body is cancelled", async (status) => {
    for (const earlyIsFirst of [true, false]) {
      const slow = answerWith(200);
      const fast = answerWith(status);
      expect(await endOf([fast, slow], { earlyIsFirst })).toBe(200);
      await vi.advanceTimersByTimeAsync(0);
      expect([fast.cancelled(), slow.cancelled()]).toEqual([true, false]);
    }
  });

  test("a network error and a timeout wait for any answer of the other", async () => {
    for (const error of [new Error("reset"), new UpstreamError("air", "attempt_timeout", "was slow")]) {
      for (const earlyIsFirst of [true, false]) {
        expect(await endOf([error, answerWith(404)], { earlyIsFirst })).toBe(404);
        expect(await endOf([error, answerWith(503)], { earlyIsFirst })).toBe(503);
      }
    }
  });

  test.each(decided)("%i decides at once, for a safe method", async (status) => {
    for (const earlyIsFirst of [true, false]) expect(await endOf([answerWith(status)], { earlyIsFirst })).toBe(status);
  });

  test("when neither decides, the first attempt's answer is returned, as without a hedge", async () => {
    expect(await endOf([answerWith(429), answerWith(503)], { earlyIsFirst: true })).toBe(429);
    expect(await endOf([answerWith(429), answerWith(503)])).toBe(503);
    expect(await endOf([answerWith(503), new Error("reset")])).toBe(503);
    expect(await endOf([new Error("second"), new Error("first")])).toBe("first");
  });

  test.each(["PUT", "DELETE", "POST"])("every status from 400 waits for the other, for %s", async (method) => {
    for (const earlyIsFirst of [true, false]) {
      for (const status of [400, 404, 409, 410, 412, 429, 500])
        expect(await endOf([answerWith(status), answerWith(204)], { method, earlyIsFirst })).toBe(204);
      expect(await endOf([answerWith(204)], { method, earlyIsFirst })).toBe(204);
    }
  });

  test.each(["PUT", "DELETE", "PATCH", "POST"])("%s is not hedged unless the call is idempotent", async (method) => {
    const only = gate<Answer>();
    const { next } = scripted((asked: Asked) => only.heed(asked));
    const answer = hedging(next)(requestFor(undefined, { method }), callTo());
    await vi.advanceTimersByTimeAsync(100);
    only.open(answerWith(200));
    await answer;
  });

  test("a body that is a stream is not sent twice", async () => {
    const only = gate<Answer>();
    const { next } = scripted((asked: Asked) => only.heed(asked));
    const request = requestFor(undefined, { method: "PUT", body: new ReadableStream() });
    const answer = hedging(next, { idempotent: true })(request, callTo());
    await vi.advanceTimersByTimeAsync(100);
    only.open(answerWith(200));
    await answer;
  });
});

test("U16 hedge and retry do not multiply: a call that was hedged is not hedged again", async () => {
  const call = callTo();
  call.hedged = true;
  const only = gate<Answer>();
  const { next } = scripted((context: Asked) => only.heed(context));
  const answer = hedging(next)(requestFor(), call);
  await vi.advanceTimersByTimeAsync(100);
  only.open(answerWith(200));
  await answer;
});

test("a first attempt that fails before delayMs is not hedged but thrown", async () => {
  const { next } = scripted(new Error("refused"));
  await expect(hedging(next)(requestFor(), callTo())).rejects.toThrow("refused");
  expect(vi.getTimerCount()).toBe(0);
});

test("when the first fails while the second runs, the second decides", async () => {
  const { first, second, next } = twoAttempts();
  const answer = hedging(next)(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(50);
  first.fail(new Error("reset"));
  second.open(answerWith(200));
  expect((await answer).response.status).toBe(200);
});

test("when both fail, the first one's error is thrown", async () => {
  const { first, second, next } = twoAttempts();
  const answer = hedging(next)(requestFor(), callTo()).catch((reason: unknown) => reason);
  await vi.advanceTimersByTimeAsync(50);
  second.fail(new Error("second"));
  first.fail(new Error("first"));
  expect(await answer).toMatchObject({ message: "first" });
});

test("U5 an aborted call is passed on aborted", async () => {
  const { next } = scripted(({ signal }) =>
    signal.aborted ? Promise.reject(signal.reason) : Promise.resolve(answerWith(200)),
  );
  await expect(hedging(next)(requestFor(), callTo("air", AbortSignal.abort("over")))).rejects.toBe("over");
});

test("an abort reaches both attempts; after the release no listener is left", async () => {
  const { signal, abort, listeners } = countedSignal();
  const { first, second, next } = twoAttempts();
  const answer = hedging(next)(requestFor(), callTo("air", signal));
  await vi.advanceTimersByTimeAsync(50);
  const failed = expect(answer).rejects.toBe("gone");
  abort("gone");
  await failed;
  expect([first.signal?.reason, second.signal?.reason, listeners()]).toEqual(["gone", "gone", 0]);

  const fast = countedSignal();
  const instant = withAttemptTimeout(async (_request, attempt) => Object.assign(attempt, { response: new Response() }));
  const kept = await hedging(instant)(requestFor(), callTo("air", fast.signal));
  expect(fast.listeners()).toBe(1);
  kept.release();
  expect(fast.listeners()).toBe(0);
});
