// Where the time of one call went. Layers note what they see, and keep no clock of their own.
import type { OnProgress, Progress } from "./progress.ts";
import type { Timing } from "./timing.ts";

/** Runs from when it is made: on a call, or on a part of an answer. */
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

  /** `onProgress` hears each step as it is taken, until the watch is stopped. */
  constructor(requestStartedAt: number, onProgress?: OnProgress) {
    this.#startMs = this.#calledAt - requestStartedAt;
    this.#onProgress = onProgress;
    this.tell("queued", 1, this.#calledAt);
  }

  /** Reports a step if somebody listens. `attempt`: by default the next one. `at`: by default now. */
  tell(phase: Progress["phase"], attempt = this.attempts + 1, at?: number): void {
    if (this.#onProgress === undefined || this.#endedAt !== undefined) return;
    const sinceCallMs = (at ?? performance.now()) - this.#calledAt;
    this.#onProgress({ phase, attempt, atMs: rounded(this.#startMs + sinceCallMs) });
  }

  /** The headers of an attempt are in, `ttfbMs` after it was sent; `null`: an attempt begins that has none yet. */
  noteHeaders(ttfbMs: number | null, at: number): void {
    this.#ttfbMs = ttfbMs;
    this.#headersAt = at;
  }

  /** Stops the watch. */
  end(): void {
    this.#endedAt ??= performance.now();
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

  /** The wait in words, for an error's message. */
  waited(): string {
    const { queuedMs, totalMs } = this.timing();
    return `queued ${Math.round(queuedMs)} of ${Math.round(totalMs)} ms`;
  }
}

/** Milliseconds as reports give them: to a tenth. */
export function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
