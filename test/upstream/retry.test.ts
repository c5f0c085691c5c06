// The retry layer alone, with fake time.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Budget } from "../../src/upstream/call/budget.ts";
import type { Fetch } from "../../src/upstream/call/fetch.ts";
import { declaredHealth, type HealthKey } from "../../src/upstream/call/health.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { fail } from "../../src/upstream/layers/circuit.ts";
import { withRetry } from "../../src/upstream/layers/retry.ts";
import { retryAfterMs } from "../../src/upstream/layers/retry-after.ts";
import { answerWith, callTo, requestFor, scripted } from "../support/layer.ts";

/** How a call is retried. */
interface Retrying {
  readonly retries?: number;
  readonly idempotent?: boolean;
  readonly deadlineAt?: number;
  readonly health?: HealthKey;
  readonly extraAttempts?: number;
  readonly budget?: Budget;
  /** The value of every random draw of the jitter. */
  readonly draw?: number;
}

/** The retry layer, with these options. */
function retrying(next: Fetch, { deadlineAt, budget, draw = 1, health, ...limits }: Retrying = {}): Fetch {
  return function retried(request, call) {
    vi.spyOn(Math, "random").mockReturnValue(draw);
    Object.assign(call.limits, limits, health && { targets: [{ origin: undefined, health }] });
    Object.assign(call.resources, { ...(deadlineAt && { deadlineAt }), ...(budget && { budget }) });
    return withRetry(next)(request, call);
  };
}

let records = 0;

/** A bucket of extra attempts that calls share. */
const bucket = (extraAttempts: number): Retrying & { readonly health: HealthKey } => ({
  health: declaredHealth(`retried-${++records}`),
  extraAttempts,
});

const lost = new Error("Network connection lost.");

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test.each([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])("R2 %i is tried again", async (status) => {
  const { next, asked } = scripted(answerWith(status), answerWith(200));
  const answer = retrying(next)(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(100);
  expect([(await answer).response.status, asked.length]).toEqual([200, 2]);
});

test.each([200, 204, 301, 400, 401, 403, 404, 409, 410, 422, 501, 505, 525, 526, 530])(
  "R2 %i is not",
  async (status) => {
    const { next } = scripted(answerWith(status));
    expect((await retrying(next)(requestFor(), callTo())).response.status).toBe(status);
  },
);

test("a network error is tried again; the last one is thrown unchanged", async () => {
  const { next } = scripted(lost, lost, lost);
  const answer = retrying(next)(requestFor(), callTo()).catch((reason: unknown) => reason);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await answer).toBe(lost);
});

test("a call that a layer refused or ended is not tried again", async () => {
  const { next } = scripted(new UpstreamError("air", "attempt_timeout", "was slow"));
  await expect(retrying(next)(requestFor(), callTo())).rejects.toMatchObject({ outcome: "timeout" });
});

test("when the tries are used up, the last answer comes back unread", async () => {
  const last = answerWith(503);
  const { next } = scripted(answerWith(503), answerWith(503), last);
  const answer = retrying(next)(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await answer).toBe(last);
  expect([last.cancelled(), last.released()]).toEqual([false, 0]);
});

test("a retry that is refused before it is sent keeps the error of the try before it", async () => {
  const { next } = scripted(lost, new UpstreamError("air", "breaker_open", "was not called"));
  const answer = retrying(next)(requestFor(), callTo()).catch((reason: unknown) => reason);
  await vi.advanceTimersByTimeAsync(100);
  expect(await answer).toBe(lost);
});

test("an answer is not given up for a retry that could not be sent", async () => {
  const open = declaredHealth("retried-open");
  fail(open, 0, { failures: 1, cooldownMs: 1_000, maxCooldownMs: 1_000 });
  for (const refused of [{ budget: new Budget(0) }, { health: open }, { extraAttempts: 0 }]) {
    const only = answerWith(503);
    const { next } = scripted(only);
    expect(await retrying(next, refused)(requestFor(), callTo())).toBe(only);
  }
});

test("U13 POST and PATCH are not retried unless the call says so", async () => {
  for (const method of ["POST", "PATCH"]) {
    const { next } = scripted(answerWith(503));
    await retrying(next)(requestFor(undefined, { method }), callTo());
  }
  const { next } = scripted(answerWith(503), answerWith(200));
  const answer = retrying(next, { idempotent: true })(requestFor(undefined, { method: "POST" }), callTo());
  await vi.advanceTimersByTimeAsync(100);
  expect((await answer).response.status).toBe(200);
});

test("U13 a body that is a stream is not sent again", async () => {
  const { next } = scripted(answerWith(503));
  const request = requestFor(undefined, { method: "PUT", body: new ReadableStream() });
  await retrying(next, { idempotent: true })(request, callTo());
});

test("U14 the body of an answer that is retried is cancelled, and its clock stopped", async () => {
  const first = answerWith(503);
  const { next } = scripted(first, answerWith(200));
  const answer = retrying(next)(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(100);
  await answer;
  expect([first.cancelled(), first.released()]).toEqual([true, 1]);
});

test.each([
  [0.25, [25, 50]],
  [0.5, [50, 100]],
  [1, [100, 200]],
])("U15 with a draw of %d the waits are %o ms", async (draw, waits) => {
  const sentAt: number[] = [];
  const answering = (status: number) => () => {
    sentAt.push(Date.now());
    return Promise.resolve(answerWith(status));
  };
  const { next } = scripted(answering(503), answering(503), answering(200));
  const answer = retrying(next, { draw })(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(1_000);
  await answer;
  const [first = 0, second = 0, third = 0] = sentAt;
  expect([second - first, third - second]).toEqual(waits);
});

test("U15 no wait is longer than two seconds", async () => {
  const { next, asked } = scripted(...Array.from({ length: 9 }, () => answerWith(503)));
  void retrying(next, { retries: 8 })(requestFor(), callTo());
  await vi.advanceTimersByTimeAsync(100 + 200 + 400 + 800 + 1_600 + 2_000 * 3);
  expect(asked.length).toBe(9);
});

describe("R32 extra attempts", () => {
  test("U15 all calls of an upstream share one bucket, which is full at the start", async () => {
    const { next, asked } = scripted(...Array.from({ length: 40 + 10 }, () => answerWith(429)));
    const layer = retrying(next, { ...bucket(10), draw: 0 });
    const answers = Promise.all(Array.from({ length: 40 }, () => layer(requestFor(), callTo())));
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await answers).map(({ response }) => response.status)).toEqual(Array<number>(40).fill(429));
    expect(asked.length).toBe(50);
  });

  test("a success earns a tenth of an attempt, up to a full bucket; any other end earns nothing", async () => {
    const shared = bucket(2);
    const send = async (...statuses: number[]): Promise<number> => {
      const { next, asked } = scripted(...statuses.map((status) => answerWith(status)));
      const answer = retrying(next, { ...shared, draw: 0 })(requestFor(), callTo());
      await vi.advanceTimersByTimeAsync(10);
      await answer;
      return asked.length;
    };
    const times = async (count: number, status: number): Promise<void> => {
      for (let time = 0; time < count; time++) await send(status);
    };
    await times(100, 200);
    expect(await send(503, 503, 503)).toBe(3);
    expect(await send(503)).toBe(1);
    await times(9, 404);
    await times(20, 530);
    expect(await send(503)).toBe(1);
    await times(1, 204);
    expect(await send(503, 503)).toBe(2);
  });

  test("the record of an upstream that has earned back its extra attempts is dropped", async () => {
    const shared = bucket(1);
    const layer = (...statuses: number[]) =>
      retrying(scripted(...statuses.map((status) => answerWith(status))).next, { ...shared, draw: 0 });
    const known: boolean[] = [];
    for (const statuses of [[503, 200], ...Array.from({ length: 9 }, () => [200])]) {
      const answer = layer(...statuses)(requestFor(), callTo());
      await vi.advanceTimersByTimeAsync(1);
      await answer;
      known.push(shared.health.records.get(shared.health.key) !== undefined);
    }
    expect(known).toEqual([...Array<boolean>(9).fill(true), false]);
  });

  test("a POST, which is sent once, takes none", async () => {
    const shared = bucket(1);
    const layer = (...script: Parameters<typeof scripted>) =>
      retrying(scripted(...script).next, { ...shared, draw: 0 });
    await layer(answerWith(503))(requestFor(undefined, { method: "POST" }), callTo());
    const answer = layer(answerWith(503), answerWith(200))(requestFor(), callTo());
    await vi.advanceTimersByTimeAsync(0);
    expect((await answer).response.status).toBe(200);
  });
});

describe("U12 Retry-After", () => {
  test("is waited for, if it is longer than the jitter", async () => {
    const { next, asked } = scripted(answerWith(429, { "Retry-After": "2" }), answerWith(200));
    const answer = retrying(next)(requestFor(), callTo());
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect((await answer).response.status).toBe(200);
  });

  test("a longer one than the cap ends the retries: the answer is returned unchanged", async () => {
    const { next } = scripted(answerWith(429, { "Retry-After": "11" }));
    expect((await retrying(next)(requestFor(), callTo())).response.status).toBe(429);
  });

  test("one past the deadline ends them too", async () => {
    const { next } = scripted(answerWith(429, { "Retry-After": "2" }));
    const deadlineAt = performance.now() + 1_500;
    expect((await retrying(next, { deadlineAt })(requestFor(), callTo())).response.status).toBe(429);
  });

  const now = Date.parse("Mon, 23 Nov 2026 08:00:00 GMT");
  test.each([
    ["5", 5_000],
    [" 5 ", 5_000],
    ["0", 0],
    ["Mon, 23 Nov 2026 08:00:07 GMT", 7_000],
    ["Monday, 23-Nov-26 08:00:07 GMT", 7_000],
    ["Mon Nov 23 08:00:07 2026", 7_000],
    ["Mon, 23 Nov 2026 07:00:00 GMT", 0],
    ["soon", 0],
    ["-5", 0],
    ["2030", 2_030_000],
    ["", 0],
    [null, 0],
  ])("%o asks for %i ms", (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  test.each([
    ["1.2", 1_200],
    ["1.1", 1_100],
    ["292.05", 292_050],
    ["0.0001", 1],
    ["3.", 3_000],
    [".5", 500],
    ["1e3", 0],
    ["1.2.3", 0],
    ["0x10", 0],
    ["9".repeat(17), Number(`${"9".repeat(17)}000`)],
    ["9".repeat(400), Infinity],
    [`0.${"0".repeat(400)}1`, 0],
    ["1, 1", 1_000],
    ["1,3,2", 3_000],
    ["soon, 5", 5_000],
    ["5,, soon", 5_000],
    ["Mon, 23 Nov 2026 08:00:09 GMT, Mon, 23 Nov 2026 08:00:07 GMT", 9_000],
    ["2, Monday, 23-Nov-26 08:00:07 GMT, Mon Nov 23 08:00:09 2026", 9_000],
    ["mon, 23 nov 2026 08:00:07 gmt", 7_000],
    ["Tue Dec  1 08:00:07 2026", 8 * 86_400_000 + 7_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 0],
    ["Monday, 23-Nov-75 08:00:00 GMT", Date.UTC(2075, 10, 23, 8) - Date.UTC(2026, 10, 23, 8)],
    ["Monday, 23-Nov-77 08:00:00 GMT", 0],
    ["Mon, 23 Nov 2026 08:00:07", 7_000],
    ["Mon, 23 Nov 2026 09:00:07 +0100", 7_000],
    ["Mon, 31 Feb 2026 08:00:07 GMT", 0],
    ["Mon, 23 Nov 2026 25:00:00 GMT", 0],
    ["Mon, in a while 5", 0],
    ["May 5", 0],
  ])("R1 %o asks for %d ms", (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  test("R1 two headers are one list: the longest is waited for", () => {
    const headers = new Headers([
      ["Retry-After", "1"],
      ["Retry-After", "Mon, 23 Nov 2026 08:00:07 GMT"],
      ["Retry-After", "2"],
    ]);
    expect(retryAfterMs(headers.get("Retry-After"), now)).toBe(7_000);
  });

  test.each(["1.2", "1, 1.2", ".7, 1.2"])(
    "R1 %o is a floor: the retry comes 1.2 s later, not sooner",
    async (header) => {
      const { next, asked } = scripted(answerWith(503, { "Retry-After": header }), answerWith(200));
      const answer = retrying(next, { draw: 0 })(requestFor(), callTo());
      await vi.advanceTimersByTimeAsync(1_199);
      expect(asked.length).toBe(1);
      await vi.advanceTimersByTimeAsync(1);
      expect((await answer).response.status).toBe(200);
    },
  );

  test.each(["292.05", "9".repeat(400), "1, 9999"])("R1 %o is beyond the cap, so there is no retry", async (header) => {
    const { next } = scripted(answerWith(503, { "Retry-After": header }));
    expect((await retrying(next)(requestFor(), callTo())).response.status).toBe(503);
  });
});

test("an abort during the wait ends the call at once", async () => {
  const controller = new AbortController();
  const { next } = scripted(answerWith(503));
  const answer = retrying(next)(requestFor(), callTo("air", controller.signal));
  await vi.advanceTimersByTimeAsync(50);
  controller.abort("gone");
  await expect(answer).rejects.toBe("gone");
  expect(vi.getTimerCount()).toBe(0);
});
