// Estimates the Worker's clock for one run. That clock starts when the request reaches the Worker.

/** A clock that starts when it is created. */
export class LaneClock {
  readonly #startedAt: number;
  readonly #read: () => number;
  #lagMs = Infinity;

  /** `read` is the clock of the page. */
  constructor(read: () => number = () => performance.now()) {
    this.#read = read;
    this.#startedAt = read();
  }

  /** Milliseconds since the request was sent. */
  get elapsedMs(): number {
    return this.#read() - this.#startedAt;
  }

  /**
   * Milliseconds on the Worker's clock. A message never arrives before its time, so the smallest lag is the best guess.
   */
  get nowMs(): number {
    return Math.max(0, this.elapsedMs - (this.#lagMs === Infinity ? 0 : this.#lagMs));
  }

  /** Takes a time on the Worker's clock that has just arrived. */
  heard(atMs: number): void {
    this.#lagMs = Math.min(this.#lagMs, Math.max(0, this.elapsedMs - atMs));
  }
}
