// All the clocks of one request on one timer of the platform's, which costs more to set and to clear than all else that a clock is.

/** Something that is to happen at a time, unless it is called off. */
interface Alarm {
  /** On the clock of `performance.now()`. */
  readonly at: number;
  readonly ring: () => void;
}

/** Alarms that ring, each once, when their time has come. */
export class Alarms {
  readonly #set = new Set<Alarm>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Infinity;
  #over = false;

  /** How many have neither rung nor been called off. */
  get pending(): number {
    return this.#set.size;
  }

  /** Calls `ring` in `afterMs` milliseconds, in a turn of its own; the returned function calls it off. After `end` it never rings. */
  set(afterMs: number, ring: () => void): () => void {
    if (this.#over) return () => undefined;
    const alarm = { at: performance.now() + Math.max(0, afterMs), ring };
    this.#set.add(alarm);
    if (alarm.at < this.#timerAt) this.#wakeAt(alarm.at);
    // The timer is left as it is: what comes next will most often be later.
    return () => void this.#set.delete(alarm);
  }

  /** Calls everything off, now and from now on, and clears the timer. */
  end(): void {
    this.#over = true;
    this.#set.clear();
    this.#wakeAt(Infinity);
  }

  #wakeAt(at: number): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = at === Infinity ? undefined : setTimeout(this.#wake, at - performance.now());
  }

  // Judged by the time it was set for: the clock may be coarser than the timer, and say that it is not there yet.
  readonly #wake = (): void => {
    const due = [...this.#set].filter(({ at }) => at <= this.#timerAt);
    try {
      // One that rings may call off another, and set the next.
      for (const alarm of due) if (this.#set.delete(alarm)) alarm.ring();
    } finally {
      this.#wakeAt([...this.#set].reduce((first, { at }) => Math.min(first, at), Infinity));
    }
  };
}
