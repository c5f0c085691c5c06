// Any number of clocks on one timer. The platform gives a request 10,000 timers, and each costs more to set and to clear than a clock need.
import { checkMs } from "./check.ts";
import { Heap, type Placed } from "./heap.ts";

interface Alarm extends Placed {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** Of two for the same time, the one with the lower number was set first. */
  readonly number: number;
  readonly ring: () => void;
}

/**
 * Alarms that ring, each once, when their time has come. `alarms.set(delayMs, ring)` is asyncio's `loop.call_later`, and what it returns is the
 * handle's `cancel`.
 *
 * Caveat: it belongs to one request, as its timer does.
 */
export class Alarms {
  readonly #alarms = new Heap<Alarm>(
    (one, other) => one.at < other.at || (one.at === other.at && one.number < other.number),
  );
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Infinity;
  #made = 0;
  #over = false;

  /** How many have neither rung nor been called off. */
  get pending(): number {
    return this.#alarms.size;
  }

  /**
   * Calls `ring` in `afterMs` milliseconds, and never before this has returned; `Infinity`: never. Alarms ring in the order of their times, and those
   * for the same time in the order they were set. The returned function calls this one off. After `end` nothing rings.
   *
   * @throws `RangeError` for NaN and for more than 2,147,483,647 ms.
   */
  set(afterMs: number, ring: () => void): () => void {
    checkMs("afterMs", afterMs);
    if (this.#over) return () => undefined;
    const alarm: Alarm = { at: performance.now() + Math.max(0, afterMs), number: this.#made++, ring, place: 0 };
    this.#alarms.add(alarm);
    // The timer stays where it is for a later alarm.
    if (alarm.at < this.#timerAt) this.#wakeAt(alarm.at);
    return () => {
      // The timer stays set for those that are left. It costs less to wake once in vain than to set it anew each time.
      if (this.#alarms.delete(alarm) && this.pending === 0) this.#wakeAt(Infinity);
    };
  }

  /** Calls everything off, now and from now on. */
  end(): void {
    this.#over = true;
    this.#alarms.clear();
    this.#wakeAt(Infinity);
  }

  #wakeAt(at: number): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timerAt = at;
    // Rounded up: a runtime that counts whole milliseconds cuts the rest off.
    const afterMs = Math.max(0, Math.ceil(at - performance.now()));
    this.#timer = at === Infinity ? undefined : setTimeout(this.#wake, afterMs);
  }

  readonly #wake = (): void => {
    // All that are due by now, or by the time that the timer was set for: the clock may be coarser, and say that it is not there yet.
    const now = Math.max(this.#timerAt, performance.now());
    // An alarm that a ringing one sets for the same moment waits for a turn of its own.
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
