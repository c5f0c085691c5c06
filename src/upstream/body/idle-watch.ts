// The longest silence of a body that is read as a stream. One alarm watches all its chunks.
import type { Alarms } from "../../gather/index.ts";

/** Calls `expire` when a chunk has been waited for as long as `idleMs`. The time in which nobody waits does not count. */
export class IdleWatch {
  readonly #alarms: Alarms;
  readonly #idleMs: number;
  readonly #expire: () => void;
  #since: number | undefined;
  #callOff: () => void;

  constructor(alarms: Alarms, idleMs: number, expire: () => void) {
    this.#alarms = alarms;
    this.#idleMs = idleMs;
    this.#expire = expire;
    this.#callOff = alarms.set(idleMs, this.#look);
  }

  /** A chunk is waited for from now on. */
  waits(): void {
    this.#since = performance.now();
  }

  /** It has come. */
  arrived(): void {
    this.#since = undefined;
  }

  end(): void {
    this.#callOff();
  }

  readonly #look = (): void => {
    const leftMs = this.#since === undefined ? this.#idleMs : this.#since + this.#idleMs - performance.now();
    if (leftMs <= 0) this.#expire();
    else this.#callOff = this.#alarms.set(leftMs, this.#look);
  };
}
