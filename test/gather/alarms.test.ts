// One timer of the platform's for many clocks.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Alarms } from "../../src/gather/alarms.ts";
import { liveTimers } from "../support/live-timers.ts";

describe("alarms", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Alarms, and the names of those that rang. */
  function ringing(): { alarms: Alarms; rang: string[]; setFor: (afterMs: number, name?: string) => () => void } {
    const alarms = new Alarms();
    const rang: string[] = [];
    return {
      alarms,
      rang,
      setFor: (afterMs, name = String(afterMs)) => alarms.set(afterMs, () => void rang.push(name)),
    };
  }

  test("each rings once, at its time, in whatever order they were set", () => {
    const { alarms, rang, setFor } = ringing();
    for (const afterMs of [300, 100, 200, 100]) setFor(afterMs);
    vi.advanceTimersByTime(99);
    expect(rang).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rang).toEqual(["100", "100"]);
    vi.advanceTimersByTime(200);
    expect(rang).toEqual(["100", "100", "200", "300"]);
    vi.advanceTimersByTime(10_000);
    expect(rang).toHaveLength(4);
    expect([alarms.pending, vi.getTimerCount()]).toEqual([0, 0]);
  });

  test("however many are set, the platform has one timer", () => {
    const { setFor } = ringing();
    for (let afterMs = 1_000; afterMs > 0; afterMs--) setFor(afterMs);
    expect(vi.getTimerCount()).toBe(1);
  });

  test("one for the same time as another, or for a later one, does not set the timer anew", () => {
    const { setFor } = ringing();
    const timers = liveTimers();
    for (const afterMs of [100, 100, 200]) setFor(afterMs);
    expect(timers.set()).toBe(1);
    setFor(50);
    expect(timers.set()).toBe(2);
    timers.restore();
  });

  test("one that is called off does not ring, and holds up none that was set for later", () => {
    const { alarms, rang, setFor } = ringing();
    const callOff = setFor(100);
    setFor(200);
    callOff();
    callOff();
    expect(alarms.pending).toBe(1);
    vi.advanceTimersByTime(200);
    expect(rang).toEqual(["200"]);
  });

  test.each([0, -5])("one for %d ms rings in a turn of its own", (afterMs) => {
    const { rang, setFor } = ringing();
    setFor(afterMs);
    expect(rang).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rang).toHaveLength(1);
  });

  test("one set by another for 0 ms rings in a turn of its own as well", () => {
    const { alarms, rang, setFor } = ringing();
    alarms.set(100, () => {
      setFor(0);
      expect(rang).toEqual([]);
    });
    vi.advanceTimersByTime(101);
    expect(rang).toEqual(["0"]);
  });

  test("one that rings may set the next, and call off another that is due in the same moment", () => {
    const { alarms, rang, setFor } = ringing();
    alarms.set(100, () => {
      callOff();
      setFor(50, "next");
    });
    const callOff = setFor(100, "called off");
    vi.advanceTimersByTime(150);
    expect(rang).toEqual(["next"]);
  });

  test("a ring that throws keeps no other from ringing", () => {
    const { alarms, rang, setFor } = ringing();
    alarms.set(100, () => {
      throw new Error("boom");
    });
    setFor(100);
    setFor(200);
    expect(() => vi.advanceTimersByTime(100)).toThrow("boom");
    vi.advanceTimersByTime(100);
    expect(rang).toEqual(["100", "200"]);
  });

  test("the timer is cleared when the last is called off, and set again for the next", () => {
    const { rang, setFor } = ringing();
    const calls = [setFor(100), setFor(200)];
    for (const callOff of calls) callOff();
    expect(vi.getTimerCount()).toBe(0);
    setFor(300);
    vi.advanceTimersByTime(300);
    expect(rang).toEqual(["300"]);
  });

  test.each([NaN, 2 ** 31])("one for %d ms is a RangeError", (afterMs) => {
    expect(() => ringing().setFor(afterMs)).toThrow(RangeError);
  });

  test("one for Infinity waits for nothing", () => {
    const { alarms, setFor } = ringing();
    setFor(Infinity);
    expect([alarms.pending, vi.getTimerCount()]).toEqual([1, 0]);
  });

  test("a thousand in random order, a third called off, ring in the order of their times and of their setting", () => {
    const { rang, setFor } = ringing();
    let seed = 1;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647);
    const set = Array.from({ length: 1_000 }, (_, number) => {
      const afterMs = random() % 200;
      const callOff = setFor(afterMs, `${afterMs} ${number}`);
      if (number % 3 === 0) callOff();
      return { afterMs, number };
    });
    vi.advanceTimersByTime(200);
    const left = set.filter(({ number }) => number % 3 !== 0);
    left.sort((one, other) => one.afterMs - other.afterMs || one.number - other.number);
    expect(rang).toEqual(left.map(({ afterMs, number }) => `${afterMs} ${number}`));
  });

  test("those that are due by the time the timer comes ring with it, and not on a timer each", () => {
    const { rang, setFor } = ringing();
    for (const afterMs of [10, 11, 12, 200]) setFor(afterMs);
    // The timer is late: the clock is ahead of it.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 100);
    vi.advanceTimersByTime(10);
    expect(rang).toEqual(["10", "11", "12"]);
    clock.mockRestore();
  });

  test("a hundred thousand that are called off are held no longer, and leave those that are set, which ring in order", () => {
    const { alarms, rang, setFor } = ringing();
    for (let number = 0; number < 100_000; number++) {
      const callOff = setFor(1_000_000, "called off");
      if (number % 10_000 === 0) setFor(1_000 - number / 1_000);
      callOff();
    }
    expect(alarms.pending).toBe(10);
    vi.advanceTimersByTime(1_000);
    expect(rang).toEqual(["910", "920", "930", "940", "950", "960", "970", "980", "990", "1000"]);
  });

  test("the end calls off what is set, and what will be", () => {
    const { alarms, rang, setFor } = ringing();
    const callOff = setFor(100);
    alarms.end();
    expect([alarms.pending, vi.getTimerCount()]).toEqual([0, 0]);
    setFor(100);
    expect([alarms.pending, vi.getTimerCount()]).toEqual([0, 0]);
    callOff();
    vi.advanceTimersByTime(1_000);
    expect(rang).toEqual([]);
  });
});
