// One call from its start to its end: its signal, its limits, its times and its outcome.
import type { Abortable } from "../../gather/abortable.ts";
import type { CallLimits } from "./call-limits.ts";
import { type Outcome, type Reason, UpstreamError } from "./outcome.ts";
import type { OnProgress } from "./progress.ts";
import type { Resources } from "./resources.ts";
import { ClientGoneError, DeadlineError } from "./stop-reasons.ts";
import { Stopwatch } from "./stopwatch.ts";

/** Where an answer came from if it was not, or could not be, fetched. */
export interface Cached {
  /** `hit`: still fresh, so nothing was sent. `stale`: the upstream failed. */
  readonly state: "hit" | "stale";
  /** Seconds since the upstream gave it. */
  readonly ageS: number;
  /** How the upstream failed, if it did. */
  readonly why?: string;
}

/** A call under way. */
export class Call extends Stopwatch {
  readonly resources: Resources;
  /** Who is called, for errors and reports. */
  upstream: string;
  /** Where the call goes, for the error of a connection that fails. */
  origin = "";
  /** Aborts when the answer is no longer wanted, with the reason why. A call that several parts share gets theirs. */
  signal: Abortable;
  limits!: CallLimits;
  /** The status of the answer whose body is being read, or has broken. */
  status: number | undefined;
  /** How the call ended; `ok` while nothing is known to be wrong. */
  outcome: Outcome = "ok";
  /** Why it ended otherwise. */
  reason: Reason | undefined;
  /** Set if the answer came from the cache. */
  cached: Cached | undefined;

  /** `onProgress` hears each step as it is taken. */
  constructor(resources: Resources, upstream: string, signal: Abortable, onProgress?: OnProgress) {
    super(resources.startedAt, onProgress);
    this.resources = resources;
    this.upstream = upstream;
    this.signal = signal;
  }

  /** Notes how the call failed, and returns the error. */
  failed(error: UpstreamError): UpstreamError {
    this.outcome = error.outcome;
    this.reason = error.reason;
    return error;
  }

  /**
   * Names what a layer, the platform's `fetch` or, with its `status` known, a body rejected with, and notes it. `when`:
   * how far the call had come.
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

  /** The error of a call that was stopped, by the reason it was stopped for. */
  stopped(cause: unknown): UpstreamError {
    const error = (reason: Reason, what: string): UpstreamError =>
      new UpstreamError(this.upstream, reason, what, { cause });
    if (cause instanceof ClientGoneError) return error("client_left", "was given up: the client has left");
    if (!(cause instanceof DeadlineError)) return error("not_wanted", "was cancelled: its result is not wanted");
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
