// The helpers for one task: withTimeout, sleep, shield, Semaphore.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gather, Semaphore, shield, sleep, withTimeout } from "../../src/gather/index.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { gate } from "../support/gate.ts";
import { turn } from "../support/turn.ts";
import { unhandledDuring } from "../support/unhandled.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("withTimeout", () => {
  test("resolves to the task's result and leaves no timer", async () => {
    expect(await withTimeout(1000, () => "in time")).toBe("in time");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("rejects with the task's own error", async () => {
    await expect(withTimeout(1000, () => Promise.reject(new Error("own")))).rejects.toThrow("own");
  });

  test("aborts the task when the time is over", async () => {
    const running = gate();
    const call = withTimeout(50, running.heed).catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(50);
    expect(await call).toMatchObject({ name: "TimeoutError", timeoutMs: 50 });
    expect(running.signal?.reason).toBe(await call);
  });

  test("G33 of equal nested deadlines the outer one wins", async () => {
    let outer: AbortSignal | undefined;
    let inner: Promise<unknown> | undefined;
    const call = withTimeout(50, ({ signal }) => {
      outer = signal;
      inner = withTimeout(50, gate().heed, { signal });
      return inner;
    }).catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(50);
    expect(await call).toMatchObject({ name: "TimeoutError", timeoutMs: 50 });
    expect(outer?.reason).toBe(await call);
    await expect(inner).rejects.toBe(await call);
  });
});

describe("sleep", () => {
  test("resolves when the time has passed, not before", async () => {
    let awake = false;
    const nap = sleep(1000).then(() => (awake = true));
    await vi.advanceTimersByTimeAsync(999);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await nap;
  });

  test("rejects at once with the signal's reason, and leaves neither timer nor listener", async () => {
    const { signal, abort, listeners } = countedSignal();
    const nap = sleep(1000, { signal });
    expect(listeners()).toBe(1);
    abort("up");
    await expect(nap).rejects.toBe("up");
    expect([listeners(), vi.getTimerCount()]).toEqual([0, 0]);
    await expect(sleep(1000, { signal })).rejects.toBe("up");
    expect([listeners(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("G28 sleepers by one signal share a listener, until the last has woken by itself", async () => {
    const { signal, listeners } = countedSignal();
    const naps = [sleep(100, { signal }), sleep(200, { signal })];
    expect(listeners()).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    await naps[0];
    expect(listeners()).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    await naps[1];
    expect(listeners()).toBe(0);
  });

  test("an abort ends the other sleeps after one has woken", async () => {
    const { signal, abort, listeners } = countedSignal();
    const [short, long] = [sleep(100, { signal }), sleep(200, { signal })];
    await vi.advanceTimersByTimeAsync(100);
    await short;
    abort("up");
    await expect(long).rejects.toBe("up");
    expect([listeners(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  test.each([0, -5, -Infinity])("G34 %d ms gives others a turn and goes on", async (delayMs) => {
    const nap = sleep(delayMs);
    await vi.advanceTimersByTimeAsync(1);
    expect(await nap).toBeUndefined();
  });

  test("G34 Infinity waits for the abort, without a timer", async () => {
    const controller = new AbortController();
    const nap = sleep(Infinity, controller);
    expect(vi.getTimerCount()).toBe(0);
    controller.abort("up");
    await expect(nap).rejects.toBe("up");
  });

  test.each([NaN, 2 ** 31])("G34 refuses %d ms", async (delayMs) => {
    await expect(sleep(delayMs)).rejects.toThrow(RangeError);
    await expect(sleep(delayMs)).rejects.toThrow(/^delayMs must be/);
  });

  test("three one-second sleeps at once take one second", async () => {
    const naps = gather([() => sleep(1000), () => sleep(1000), () => sleep(1000)]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await naps).toEqual([undefined, undefined, undefined]);
  });
});

describe("shield", () => {
  test("G26 releases the caller at once on abort, while the work goes on under waitUntil", async () => {
    const { signal, abort, listeners } = countedSignal();
    const work = gate<string>();
    const kept: Promise<unknown>[] = [];
    const call = shield(work.wait(), { signal, waitUntil: (promise) => void kept.push(promise) });
    abort("left");
    await expect(call).rejects.toBe("left");
    expect([kept.length, listeners()]).toEqual([1, 0]);
    let done = false;
    void kept[0]?.then(() => (done = true));
    await turn();
    expect(done).toBe(false);
    work.open("done");
    await turn();
    expect(done).toBe(true);
  });

  test("G26 hands the work to waitUntil even when the signal was aborted beforehand", async () => {
    const waitUntil = vi.fn();
    await expect(shield(gate().wait(), { signal: AbortSignal.abort("gone"), waitUntil })).rejects.toBe("gone");
    expect(waitUntil).toHaveBeenCalledOnce();
  });

  test("G26 a failure and an abort in the same turn are reported once, by the first of them", async () => {
    const controller = new AbortController();
    const work = Promise.withResolvers<never>();
    const kept: Promise<unknown>[] = [];
    const call = shield(work.promise, { signal: controller.signal, waitUntil: (promise) => void kept.push(promise) });
    work.reject(new Error("boom"));
    controller.abort("left");
    await expect(call).rejects.toBe("left");
    await expect(kept[0]).rejects.toThrow("boom");
  });

  test("resolves as the work does without an abort, and leaves no listener", async () => {
    const { signal, listeners } = countedSignal();
    expect(await shield(Promise.resolve("done"), { signal, waitUntil: () => undefined })).toBe("done");
    expect(listeners()).toBe(0);
  });

  test("G14 reports a failure once: to the caller, or to waitUntil when the caller has left", async () => {
    const controller = new AbortController();
    const failures: unknown[] = [];
    const waitUntil = (promise: Promise<unknown>): void =>
      void promise.catch((reason: unknown) => failures.push(reason));
    const unhandled = await unhandledDuring(async () => {
      await expect(
        shield(Promise.reject(new Error("told")), { signal: controller.signal, waitUntil }),
      ).rejects.toThrow();
      expect(failures).toEqual([]);
      const work = gate();
      const call = shield(work.wait(), { signal: controller.signal, waitUntil });
      controller.abort("left");
      await expect(call).rejects.toBe("left");
      work.fail("told to waitUntil");
    });
    expect(failures).toEqual(["told to waitUntil"]);
    expect(unhandled).toEqual([]);
  });
});

describe("Semaphore", () => {
  test("G45 lets so many in and the rest in the order they came", async () => {
    const semaphore = new Semaphore(2);
    const entered: number[] = [];
    const releases = [0, 1, 2, 3].map(async (index) => {
      const release = await semaphore.acquire();
      entered.push(index);
      return release;
    });
    await turn();
    expect(entered).toEqual([0, 1]);
    (await releases[1])?.();
    await turn();
    expect(entered).toEqual([0, 1, 2]);
    (await releases[0])?.();
    await turn();
    expect(entered).toEqual([0, 1, 2, 3]);
  });

  test("G45 a newcomer does not overtake waiters", async () => {
    const semaphore = new Semaphore(1);
    const release = await semaphore.acquire();
    const order: string[] = [];
    async function enter(name: string): Promise<void> {
      using _permit = await semaphore.acquire();
      order.push(name);
    }
    const first = enter("first");
    release();
    const second = enter("second");
    await Promise.all([first, second]);
    expect(order).toEqual(["first", "second"]);
  });

  test("G45 a waiter that aborts leaves at once, takes no permit, and the next in line moves up", async () => {
    const { signal, abort, listeners } = countedSignal();
    const semaphore = new Semaphore(1);
    const release = await semaphore.acquire();
    const leaving = semaphore.acquire({ signal });
    const next = semaphore.acquire();
    abort("left");
    await expect(leaving).rejects.toBe("left");
    expect(listeners()).toBe(0);
    release();
    (await next)();
    expect(semaphore.free).toBe(1);
  });

  test("G45 an abort after the permit was granted takes nothing back", async () => {
    const { signal, abort, listeners } = countedSignal();
    const semaphore = new Semaphore(1);
    const first = await semaphore.acquire();
    const waiting = semaphore.acquire({ signal });
    first();
    expect(listeners()).toBe(0);
    abort("too late");
    const release = await waiting;
    expect([semaphore.free, listeners()]).toEqual([0, 0]);
    release();
    expect(semaphore.free).toBe(1);
  });

  test("G45 a holder that fails gives its permit back", async () => {
    const semaphore = new Semaphore(1);
    const holder = async (): Promise<void> => {
      using _permit = await semaphore.acquire();
      throw new Error("failed");
    };
    await expect(holder()).rejects.toThrow("failed");
    expect(semaphore.free).toBe(1);
  });

  test("gives a permit back once, even if release is called again", async () => {
    const semaphore = new Semaphore(1);
    const release = await semaphore.acquire();
    release();
    release();
    expect(semaphore.free).toBe(1);
  });

  test("tryAcquire takes a permit only if one is free", () => {
    const semaphore = new Semaphore(1);
    const release = semaphore.tryAcquire();
    expect([semaphore.free, semaphore.tryAcquire()]).toEqual([0, undefined]);
    release?.();
    expect(semaphore.free).toBe(1);
  });

  test("G45 counts only those who still wait", async () => {
    const controller = new AbortController();
    const semaphore = new Semaphore(1);
    const release = await semaphore.acquire();
    const [next, leaving] = [semaphore.acquire(), semaphore.acquire(controller)];
    expect(semaphore.waiting).toBe(2);
    controller.abort("left");
    await expect(leaving).rejects.toBe("left");
    expect(semaphore.waiting).toBe(1);
    release();
    await next;
    expect(semaphore.waiting).toBe(0);
  });

  test("G45 an aborted signal takes no permit even when one is free", async () => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.acquire({ signal: AbortSignal.abort("gone") })).rejects.toBe("gone");
    expect(semaphore.free).toBe(1);
  });

  test("Infinity lets all in", async () => {
    const semaphore = new Semaphore(Infinity);
    for (let holders = 0; holders < 100; holders++) await semaphore.acquire();
    expect(semaphore.free).toBe(Infinity);
  });

  test.each([0, -1, 1.5, NaN])("refuses %d permits", (permits) => {
    expect(() => new Semaphore(permits)).toThrow(RangeError);
  });
});
