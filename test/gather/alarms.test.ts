// Alarms: many clocks on one platform timer.
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

  test("each rings once, at its time, in any order of setting", () => {
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

  test("any number of alarms use one platform timer", () => {
    const { setFor } = ringing();
    for (let afterMs = 1_000; afterMs > 0; afterMs--) setFor(afterMs);
    expect(vi.getTimerCount()).toBe(1);
  });

  test("an alarm for the same or a later time does not set the timer again", () => {
    const { setFor } = ringing();
    const timers = liveTimers();
    for (const afterMs of [100, 100, 200]) setFor(afterMs);
    expect(timers.set()).toBe(1);
    setFor(50);
    expect(timers.set()).toBe(2);
    timers.restore();
  });

  test("a cancelled alarm does not ring, and does not delay later ones", () => {
    const { alarms, rang, setFor } = ringing();
    const callOff = setFor(100);
    setFor(200);
    callOff();
    callOff();
    expect(alarms.pending).toBe(1);
    vi.advanceTimersByTime(200);
    expect(rang).toEqual(["200"]);
  });

  test.each([0, -5])("an alarm for %d ms rings in its own turn", (afterMs) => {
    const { rang, setFor } = ringing();
    setFor(afterMs);
    expect(rang).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(rang).toHaveLength(1);
  });

  test("an alarm that another sets for 0 ms also rings in its own turn", () => {
    const { alarms, rang, setFor } = ringing();
    alarms.set(100, () => {
      setFor(0);
      expect(rang).toEqual([]);
    });
    vi.advanceTimersByTime(101);
    expect(rang).toEqual(["0"]);
  });

  test("a ringing alarm may set the next one, and cancel another that is due at the same time", () => {
    const { alarms, rang, setFor } = ringing();
    alarms.set(100, () => {
      callOff();
      setFor(50, "next");
    });
    const callOff = setFor(100, "called off");
    vi.advanceTimersByTime(150);
    expect(rang).toEqual(["next"]);
  });

  test("the others ring even if one throws", () => {
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

  test("the timer is cleared when the last alarm is cancelled, and set again for the next", () => {
    const { rang, setFor } = ringing();
    const calls = [setFor(100), setFor(200)];
    for (const callOff of calls) callOff();
    expect(vi.getTimerCount()).toBe(0);
    setFor(300);
    vi.advanceTimersByTime(300);
    expect(rang).toEqual(["300"]);
  });

  test.each([NaN, 2 ** 31])("%d ms is a RangeError", (afterMs) => {
    expect(() => ringing().setFor(afterMs)).toThrow(RangeError);
  });

  test("Infinity sets no timer", () => {
    const { alarms, setFor } = ringing();
    setFor(Infinity);
    expect([alarms.pending, vi.getTimerCount()]).toEqual([1, 0]);
  });

  test("a thousand in random order, a third of them cancelled, ring by time, then by order of setting", () => {
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

  test("all that are due when the timer fires ring together", () => {
    const { rang, setFor } = ringing();
    for (const afterMs of [10, 11, 12, 200]) setFor(afterMs);
    // The timer is late.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 100);
    vi.advanceTimersByTime(10);
    expect(rang).toEqual(["10", "11", "12"]);
    clock.mockRestore();
  });

  test("a hundred thousand cancelled alarms are freed, and the others ring in order", () => {
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

  test("end cancels all alarms, also later ones", () => {
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
