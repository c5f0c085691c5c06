// One call, from start to end: its signal, its limits, its times and its outcome.
import type { Abortable } from "../../gather/abortable.ts";
import type { CachePolicy } from "./cache-policy.ts";
import { NO_LIMITS } from "./call-limits.ts";
import { type Outcome, type Reason, UpstreamError } from "./outcome.ts";
import type { OnProgress } from "./progress.ts";
import type { Resources } from "./resources.ts";
import { ClientGoneError, DeadlineError } from "./stop-reasons.ts";
import { Stopwatch } from "./stopwatch.ts";

/** The cache state of an answer that did not come fresh from its upstream. */
export interface Cached {
  /** `hit`: still fresh, so nothing was sent. `stale`: the upstream failed. */
  readonly state: "hit" | "stale";
  /** Seconds since the upstream sent it. */
  readonly ageS: number;
  /** The upstream's error, for a stale answer. */
  readonly why?: string;
}

/** A running call. */
export class Call extends Stopwatch {
  readonly resources: Resources;
  /** The name of the upstream, for errors and reports. */
  upstream: string;
  /** The origin, for the error of a failed connection. */
  origin = "";
  /** Aborts when the answer is no longer needed. A call that several parts share has a shared signal. */
  signal: Abortable;
  limits = NO_LIMITS;
  /** Attempts that have started, sent or not. Each goes to the next target. */
  tries = 0;
  /** The status of the answer whose body is being read, or has failed. */
  status: number | undefined;
  /** The outcome of the call. It is `ok` until something fails. */
  outcome: Outcome = "ok";
  /** The reason, if the outcome is not `ok`. */
  reason: Reason | undefined;
  /** Set if the answer came from the cache. */
  cached: Cached | undefined;
  /** The cache policy of the upstream, if it has one. */
  cachePolicy: CachePolicy | undefined;

  /** `onProgress` is called with each step. */
  constructor(resources: Resources, upstream: string, signal: Abortable, onProgress?: OnProgress) {
    super(resources.startedAt, onProgress);
    this.resources = resources;
    this.upstream = upstream;
    this.signal = signal;
  }

  /** Records a failure, and returns the error. */
  failed(error: UpstreamError): UpstreamError {
    this.outcome = error.outcome;
    this.reason = error.reason;
    return error;
  }

  /**
   * Turns the error of a layer, of the platform's `fetch` or of a body into an `UpstreamError`, and records it.
   * `status` is known if the body failed. `when` says how far the call had come.
   */
  failure(
    cause: unknown,
    status?: number,
    when = status === undefined ? "before its headers" : "inside its body",
  ): UpstreamError {
    const error = this.#named(cause, status === undefined ? "connection_failed" : "body_broken", when);
    error.status = status;
    return this.failed(error);
  }

  /** Returns the error of a call that was stopped, by the reason of the stop. */
  stopped(cause: unknown): UpstreamError {
    const error = (reason: Reason, what: string): UpstreamError =>
      new UpstreamError(this.upstream, reason, what, { cause });
    if (cause instanceof ClientGoneError) return error("client_left", "was given up: the client has left");
    if (!(cause instanceof DeadlineError)) return error("not_wanted", "was cancelled: its result is no longer needed");
    return this.attempts === 0
      ? error("deadline_before_sending", `was never sent: ${cause.message} (${this.waited()})`)
      : error("deadline_passed", `was cut off: ${cause.message} (${this.waited()})`);
  }

  #named(cause: unknown, reason: Reason, when: string): UpstreamError {
    const { aborted } = this.signal;
    if (cause instanceof UpstreamError && !(aborted && cause === this.signal.reason)) return cause;
    if (aborted) return this.stopped(this.signal.reason);
    const message = cause instanceof Error ? cause.message : String(cause);
    return new UpstreamError(this.upstream, reason, `failed ${when} (${this.origin}): ${message}`, { cause });
  }
}
