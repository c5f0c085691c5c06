// Where the time of one call went. Layers note what they see; nobody else keeps a clock.

import type { Outcome } from "./outcome.ts";

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
  /** How often it was sent, redirects not counted, hedges included. */
  readonly attempts: number;
  /** Whether a second attempt ran beside the first. */
  readonly hedged: boolean;
}

/** One attempt's part of the watch: noted by the layers below the attempt's clock. */
export class AttemptTrace {
  readonly #call: CallTrace;
  #sentAt: number | undefined;

  constructor(call: CallTrace) {
    this.#call = call;
  }

  /** The attempt is sent. Further hops of a redirect are the same attempt. */
  noteSent(): void {
    if (this.#sentAt !== undefined) return;
    this.#sentAt = performance.now();
    this.#call.attempts++;
    this.#call.ttfbMs = null;
  }

  noteHeaders(): void {
    this.#call.ttfbMs = this.sentMs;
  }

  /** Milliseconds since the attempt was sent; 0 before. */
  get sentMs(): number {
    return this.#sentAt === undefined ? 0 : performance.now() - this.#sentAt;
  }
}

export class CallTrace {
  attempts = 0;
  hedged = false;
  queuedMs = 0;
  ttfbMs: number | null = null;
  /** How the call ended; `ok` while nothing is known to be wrong. */
  outcome: Outcome = "ok";
  readonly #startMs: number;
  readonly #calledAt = performance.now();
  #totalMs: number | undefined;

  constructor(requestStartedAt: number) {
    this.#startMs = this.#calledAt - requestStartedAt;
  }

  /** Milliseconds since the call was made, or that it took. */
  get totalMs(): number {
    return this.#totalMs ?? performance.now() - this.#calledAt;
  }

  end(): void {
    this.#totalMs ??= this.totalMs;
  }

  timing(): Timing {
    return {
      startMs: round(this.#startMs),
      queuedMs: round(this.queuedMs),
      ttfbMs: this.ttfbMs === null ? null : round(this.ttfbMs),
      totalMs: round(this.totalMs),
      attempts: this.attempts,
      hedged: this.hedged,
    };
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
