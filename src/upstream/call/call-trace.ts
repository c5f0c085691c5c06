// Where the time of one call went. Layers note what they see; nobody else keeps a clock.
import type { CachePolicy } from "../cache-policy.ts";
import type { Outcome } from "./outcome.ts";
import type { OnProgress, Progress } from "./progress.ts";

/** The times of a call in milliseconds. They stand still while code computes, as every clock on Workers does. */
export interface Timing {
  /** From the request's start to the call. */
  readonly startMs: number;
  /** Waiting for a slot, all attempts together. */
  readonly queuedMs: number;
  /** From sending to the headers of the answer, of the last attempt, or from connecting to being connected; `null` where it did not come to that. */
  readonly ttfbMs: number | null;
  /** From these headers to the end of the body, of its reading or of its being cut off; `null` where no headers came. */
  readonly bodyMs: number | null;
  /** From the call to its end, queueing included. */
  readonly totalMs: number;
  /** How often it was sent, redirects not counted, hedges included. */
  readonly attempts: number;
  /** Whether a second attempt ran beside the first. */
  readonly hedged: boolean;
}

/** Where an answer came from that was not, or could not be, fetched. */
export interface Cached {
  /** `hit`: still fresh, so nothing was sent. `stale`: the upstream failed. */
  readonly state: "hit" | "stale";
  /** Seconds since the upstream gave it. */
  readonly ageS: number;
  /** How the upstream failed, where it did. */
  readonly why?: string;
}

/** One attempt's part of the watch: noted by the layers below the attempt's clock. */
export class AttemptTrace {
  readonly #call: CallTrace;
  #sentAt: number | undefined;
  #attempt = 0;

  constructor(call: CallTrace) {
    this.#call = call;
  }

  /** The attempt is sent. Further hops of a redirect are the same attempt. */
  noteSent(): void {
    if (this.#sentAt !== undefined) return;
    const now = performance.now();
    this.#sentAt = now;
    this.#attempt = ++this.#call.attempts;
    this.#call.noteHeaders(null, now);
    this.#call.tell("sent", this.#attempt, now);
  }

  noteHeaders(): void {
    const now = performance.now();
    this.#call.noteHeaders(now - (this.#sentAt ?? now), now);
    this.#call.tell("headers", this.#attempt, now);
  }
}

/** The watch that runs on one call, from when it is made. */
export class CallTrace {
  attempts = 0;
  hedged = false;
  queuedMs = 0;
  /** The status of the answer whose body is being read, or has broken. */
  status: number | undefined;
  /** How the call ended; `ok` while nothing is known to be wrong. */
  outcome: Outcome = "ok";
  /** Set where the answer came from the cache. */
  cached: Cached | undefined;
  /** How long the answer may be used again; not set for an upstream that does not say. */
  cachePolicy: CachePolicy | undefined;
  readonly #startMs: number;
  readonly #calledAt = performance.now();
  #ttfbMs: number | null = null;
  #headersAt: number | undefined;
  #endedAt: number | undefined;
  readonly #onProgress: OnProgress | undefined;

  /** `onProgress` is told each step as it is taken, until the watch is stopped. */
  constructor(requestStartedAt: number, onProgress?: OnProgress) {
    this.#startMs = this.#calledAt - requestStartedAt;
    this.#onProgress = onProgress;
    this.tell("queued", 1, this.#calledAt);
  }

  /** Tells of a step, where somebody asked for it; by default of the attempt that is to come, and now. */
  tell(phase: Progress["phase"], attempt = this.attempts + 1, at = performance.now()): void {
    if (this.#onProgress === undefined || this.#endedAt !== undefined) return;
    this.#onProgress({ phase, attempt, atMs: rounded(this.#startMs + at - this.#calledAt) });
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

/** Milliseconds as they are told: to a tenth. */
export function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
