// Any number of clocks on one timer. The platform gives a request 10,000 timers, and each costs more to set and to clear than a clock need.
import { checkMs } from "./check.ts";
import { Heap } from "./heap.ts";

/** Something that is to happen at a time. */
interface Alarm {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  /** Of two for the same time, the one with the lower number was set first. */
  readonly number: number;
  /** `undefined` when it has rung or been called off. */
  ring: (() => void) | undefined;
}

/** Those called off that are held until their time, besides as many as are pending: taking out each by itself would cost more. */
const SPARE = 64;

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
  #pending = 0;
  #made = 0;
  #over = false;

  /** How many have neither rung nor been called off. */
  get pending(): number {
    return this.#pending;
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
    const alarm: Alarm = { at: performance.now() + Math.max(0, afterMs), number: this.#made++, ring };
    this.#alarms.add(alarm);
    this.#pending++;
    // A later one leaves the timer as it is.
    if (alarm.at < this.#timerAt) this.#wakeAt(alarm.at);
    return () => {
      if (this.#over || this.#done(alarm) === undefined) return;
      if (this.#pending === 0) this.#rest();
      else if (this.#alarms.size > SPARE + 2 * this.#pending) this.#alarms.keep((other) => other.ring !== undefined);
    };
  }

  /** Calls everything off, now and from now on. */
  end(): void {
    this.#over = true;
    this.#rest();
  }

  #rest(): void {
    this.#pending = 0;
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
    // What these set for the same moment waits for a turn of its own.
    const last = this.#made;
    this.#timer = undefined;
    try {
      for (let first = this.#alarms.first; first !== undefined && first.at <= now; first = this.#alarms.first) {
        if (first.number >= last) break;
        this.#alarms.take();
        this.#done(first)?.();
      }
    } finally {
      this.#next();
    }
  };

  /** What has been called off needs no timer. */
  #next(): void {
    let first = this.#alarms.first;
    while (first !== undefined && first.ring === undefined) {
      this.#alarms.take();
      first = this.#alarms.first;
    }
    this.#wakeAt(first?.at ?? Infinity);
  }

  /** Counts `alarm` as done, once; what it was to call. */
  #done(alarm: Alarm): Alarm["ring"] {
    const { ring } = alarm;
    if (ring === undefined) return undefined;
    alarm.ring = undefined;
    this.#pending--;
    return ring;
  }
}
