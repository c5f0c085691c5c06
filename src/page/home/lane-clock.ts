// The time of one run as the Worker counts it, guessed from here: its clock begins when the request reaches it.

/** A clock that begins when it is made. */
export class LaneClock {
  readonly #startedAt: number;
  readonly #read: () => number;
  #lagMs = Infinity;

  /** `read` is the clock of the page. */
  constructor(read: () => number = () => performance.now()) {
    this.#read = read;
    this.#startedAt = read();
  }

  /** Milliseconds since the request was made. */
  get elapsedMs(): number {
    return this.#read() - this.#startedAt;
  }

  /** Milliseconds on the Worker's clock: nobody has heard of a moment before it came, so the least lag seen is the nearest to the truth. */
  get nowMs(): number {
    return Math.max(0, this.elapsedMs - (this.#lagMs === Infinity ? 0 : this.#lagMs));
  }

  /** The Worker tells of a moment on its clock. */
  heard(atMs: number): void {
    this.#lagMs = Math.min(this.#lagMs, Math.max(0, this.elapsedMs - atMs));
  }
}
