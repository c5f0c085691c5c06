// Where the time of one call went. Layers note what they see; nobody else keeps a clock.

/** The times of a call in milliseconds. They stand still while code computes, as every clock on Workers does. */
export interface Timing {
  /** From the request's start to the call. */
  readonly startMs: number;
  /** Waiting for a slot, all attempts together. */
  readonly queuedMs: number;
  /** From sending to the headers of the answer, of the last attempt; `null` where none came. */
  readonly ttfbMs: number | null;
  /** From the call to its end, queueing included. */
  readonly totalMs: number;
  /** How often it was sent, redirects not counted. */
  readonly attempts: number;
  /** Whether a second attempt ran beside the first. */
  readonly hedged: boolean;
}

export class CallTrace {
  attempts = 0;
  hedged = false;
  queuedMs = 0;
  readonly #startMs: number;
  readonly #calledAt = performance.now();
  #sent = false;
  #sentAt: number | undefined;
  #ttfbMs: number | null = null;
  #totalMs: number | undefined;

  constructor(requestStartedAt: number) {
    this.#startMs = this.#calledAt - requestStartedAt;
  }

  /** Whether anything has left for the upstream. */
  get sent(): boolean {
    return this.#sent;
  }

  noteSlot(queuedMs: number): void {
    this.queuedMs += queuedMs;
  }

  /** An attempt begins; it counts from when it is sent. */
  noteAttempt(): void {
    this.#sentAt = undefined;
    this.#ttfbMs = null;
  }

  /** The attempt is sent; further hops of a redirect are the same attempt. */
  noteSent(): void {
    this.#sent = true;
    if (this.#sentAt !== undefined) return;
    this.attempts++;
    this.#sentAt = performance.now();
  }

  noteHeaders(): void {
    this.#ttfbMs = performance.now() - (this.#sentAt ?? this.#calledAt);
  }

  /** Milliseconds since the last attempt was sent. */
  sentMs(): number {
    return performance.now() - (this.#sentAt ?? performance.now());
  }

  end(): void {
    this.#totalMs ??= performance.now() - this.#calledAt;
  }

  timing(): Timing {
    return {
      startMs: round(this.#startMs),
      queuedMs: round(this.queuedMs),
      ttfbMs: this.#ttfbMs === null ? null : round(this.#ttfbMs),
      totalMs: round(this.#totalMs ?? performance.now() - this.#calledAt),
      attempts: this.attempts,
      hedged: this.hedged,
    };
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
