// asyncio's event loop compared: which code runs when, and which waits.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Alarms, gather, sleep, type Task, taskGroup } from "../../src/gather/index.ts";

describe("coroutines that sleep", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("10,000 of them take as long as one, on one timer", async () => {
    let woke = 0;
    const coroutine: Task<void> = async ({ signal }) => {
      await sleep(1_000, { signal });
      woke++;
    };
    const run = gather(Array.from({ length: 10_000 }, () => coroutine));
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(999);
    expect(woke).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    await run;
    expect(woke).toBe(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("each wakes at its own time, in any order of starting", async () => {
    const woke: number[] = [];
    const sleeper =
      (delayMs: number): Task<unknown> =>
      async ({ signal }) => {
        await sleep(delayMs, { signal });
        woke.push(delayMs);
      };
    const run = gather([30, 10, 20, 10].map(sleeper));
    await vi.advanceTimersByTimeAsync(30);
    await run;
    expect(woke).toEqual([10, 10, 20, 30]);
  });

  test("call_later: a callback runs at its time, unless its handle is cancelled", async () => {
    const alarms = new Alarms();
    const called: string[] = [];
    alarms.set(20, () => called.push("later"));
    alarms.set(10, () => called.push("sooner"));
    const cancel = alarms.set(15, () => called.push("never"));
    cancel();
    await vi.advanceTimersByTimeAsync(20);
    expect(called).toEqual(["sooner", "later"]);
  });
});

describe("coroutines that compute", () => {
  /** Computes in pieces, with an optional pause between them. */
  async function compute(pieces: number, told: string[], pause: () => Promise<void>): Promise<void> {
    for (let piece = 1; piece <= pieces; piece++) {
      told.push(`piece ${piece}`);
      if (piece < pieces) await pause();
    }
  }

  const sleeper =
    (told: string[]): Task<void> =>
    async ({ signal }) => {
      await sleep(0, { signal });
      told.push("awake");
    };

  test("one without a pause blocks the others until it ends", async () => {
    const told: string[] = [];
    await gather([sleeper(told), () => compute(3, told, () => Promise.resolve())]);
    expect(told).toEqual(["piece 1", "piece 2", "piece 3", "awake"]);
  });

  test("one that sleeps for 0 ms between its pieces does not", async () => {
    const told: string[] = [];
    await gather([sleeper(told), ({ signal }) => compute(3, told, () => sleep(0, { signal }))]);
    expect(told).toEqual(["piece 1", "awake", "piece 2", "piece 3"]);
  });
});

describe("create_task", () => {
  test("a task runs until its first await before group.start returns; asyncio's task begins a turn later", async () => {
    const told: string[] = [];
    await taskGroup((group) => {
      void group.start(async () => {
        told.push("begun");
        await Promise.resolve();
        told.push("ended");
      });
      told.push("started");
    });
    expect(told).toEqual(["begun", "started", "ended"]);
  });
});
