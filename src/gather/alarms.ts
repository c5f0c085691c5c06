// Many alarms share one platform timer. A request has 10,000 timers, and setting one costs more than an alarm here.
import { checkMs } from "./check.ts";
import { Heap, type Placed } from "./heap.ts";

interface Alarm extends Placed {
  /** Time to ring, on the clock of `performance.now()`. */
  readonly at: number;
  /** Order of creation. It decides between two alarms for the same time. */
  readonly number: number;
  readonly ring: () => void;
}

/**
 * A set of alarms on one timer. Each alarm rings once. `alarms.set(afterMs, ring)` is asyncio's `loop.call_later`; it
 * returns the handle's `cancel`.
 *
 * @example
 * const alarms = new Alarms();
 * const cancel = alarms.set(500, () => console.log("half a second later"));
 * cancel();
 *
 * Caveat: an `Alarms` belongs to one request, as its timer does.
 */
export class Alarms {
  readonly #alarms = new Heap<Alarm>(
    (one, other) => one.at < other.at || (one.at === other.at && one.number < other.number),
  );
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Infinity;
  #made = 0;
  #over = false;

  /** The number of alarms that have neither rung nor been cancelled. */
  get pending(): number {
    return this.#alarms.size;
  }

  /**
   * Calls `ring` after `afterMs` milliseconds, never before `set` has returned. `Infinity` means never. Alarms ring in
   * the order of their times; alarms for the same time ring in the order in which they were set.
   *
   * @returns A function that cancels this alarm. After `end`, nothing rings.
   * @throws {RangeError} for NaN and for more than 2,147,483,647 ms.
   */
  set(afterMs: number, ring: () => void): () => void {
    checkMs("afterMs", afterMs);
    if (this.#over) return () => undefined;
    const alarm: Alarm = { at: performance.now() + Math.max(0, afterMs), number: this.#made++, ring, place: 0 };
    this.#alarms.add(alarm);
    // A later alarm does not move the timer.
    if (alarm.at < this.#timerAt) this.#wakeAt(alarm.at);
    return () => {
      // The timer stays set for the other alarms. One wake-up in vain costs less than setting the timer each time.
      if (this.#alarms.delete(alarm) && this.pending === 0) this.#wakeAt(Infinity);
    };
  }

  /** Cancels all alarms. Later calls of `set` do nothing. */
  end(): void {
    this.#over = true;
    this.#alarms.clear();
    this.#wakeAt(Infinity);
  }

  #wakeAt(at: number): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timerAt = at;
    // Round up: a runtime that counts whole milliseconds cuts off the rest.
    const afterMs = Math.max(0, Math.ceil(at - performance.now()));
    this.#timer = at === Infinity ? undefined : setTimeout(this.#wake, afterMs);
  }

  readonly #wake = (): void => {
    // A coarse clock may read a moment before the time that the timer was set for. Those alarms are due too.
    const now = Math.max(this.#timerAt, performance.now());
    // An alarm that is set while another rings waits for the next turn.
    const last = this.#made;
    this.#timer = undefined;
    try {
      for (let first = this.#alarms.first; first !== undefined && first.at <= now; first = this.#alarms.first) {
        if (first.number >= last) break;
        this.#alarms.delete(first);
        first.ring();
      }
    } finally {
      this.#wakeAt(this.#alarms.first?.at ?? Infinity);
    }
  };
}
