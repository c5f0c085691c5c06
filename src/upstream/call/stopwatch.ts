// Measures where the time of one call goes. Layers report to it and keep no clock.
import type { OnProgress, Progress } from "./progress.ts";
import type { Timing } from "./timing.ts";

/** Starts when it is created, for a call or for a part of an answer. */
export class Stopwatch {
  attempts = 0;
  hedged = false;
  queuedMs = 0;
  readonly #startMs: number;
  readonly #calledAt = performance.now();
  #ttfbMs: number | null = null;
  #headersAt: number | undefined;
  #endedAt: number | undefined;
  readonly #onProgress: OnProgress | undefined;

  /** `onProgress` is called with each step until the watch stops. */
  constructor(requestStartedAt: number, onProgress?: OnProgress) {
    this.#startMs = this.#calledAt - requestStartedAt;
    this.#onProgress = onProgress;
    this.tell("queued", 1, this.#calledAt);
  }

  /** Reports a step. `attempt` is the next one by default, and `at` is now. */
  tell(phase: Progress["phase"], attempt = this.attempts + 1, at?: number): void {
    if (this.#onProgress === undefined || this.#endedAt !== undefined) return;
    const sinceCallMs = (at ?? performance.now()) - this.#calledAt;
    this.#onProgress({ phase, attempt, atMs: rounded(this.#startMs + sinceCallMs) });
  }

  /** The headers of an attempt arrived `ttfbMs` after it was sent. `null`: a new attempt starts. */
  noteHeaders(ttfbMs: number | null, at: number): void {
    this.#ttfbMs = ttfbMs;
    this.#headersAt = at;
  }

  /** Stops the watch. */
  end(): void {
    this.#endedAt ??= performance.now();
  }

  get ended(): boolean {
    return this.#endedAt !== undefined;
  }

  timing(): Timing {
    const endedAt = this.#endedAt ?? performance.now();
    return {
      startMs: rounded(this.#startMs),
      queuedMs: rounded(this.queuedMs),
      ttfbMs: this.#ttfbMs === null ? null : rounded(this.#ttfbMs),
      bodyMs: this.#ttfbMs === null ? null : rounded(endedAt - (this.#headersAt ?? endedAt)),
      totalMs: rounded(endedAt - this.#calledAt),
      attempts: this.attempts,
      hedged: this.hedged,
    };
  }

  /** Returns the wait as text, for an error message. */
  waited(): string {
    const { queuedMs, totalMs } = this.timing();
    return `queued ${Math.round(queuedMs)} of ${Math.round(totalMs)} ms`;
  }
}

/** Rounds milliseconds to a tenth, for reports. */
export function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
