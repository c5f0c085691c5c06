// One call from its start to its end: what may stop it, and by which name its failure is known.
import type { CallTrace } from "./call-trace.ts";
import type { Call } from "./fetch.ts";
import { UpstreamError } from "./outcome.ts";
import { ClientGoneError, DeadlineError } from "./stop-reasons.ts";

/** A call under way: one signal for all that may stop it, one trace, one name for its failure. */
export class OpenCall implements Call {
  readonly upstream: string;
  readonly trace: CallTrace;
  /** Aborts when the call is to stop, with the reason why. */
  readonly signal: AbortSignal;
  readonly #origin: string;

  /** `origin`: where the call goes, for the error of a connection that fails. */
  constructor(upstream: string, origin: string, trace: CallTrace, signal: AbortSignal) {
    this.upstream = upstream;
    this.#origin = origin;
    this.trace = trace;
    this.signal = signal;
  }

  /** Stops the watch. */
  end(): void {
    this.trace.end();
  }

  /** Names what a layer, `fetch` or, with its `status` known, a body rejected with, and notes it in the trace. `when`: how far it had come. */
  failure(
    reason: unknown,
    status?: number,
    when = status === undefined ? "before its headers" : "inside its body",
  ): UpstreamError {
    const failure = this.#named(reason, `failed ${when} (${this.#origin})`);
    failure.status = status;
    this.trace.outcome = failure.outcome;
    return failure;
  }

  #named(reason: unknown, failed: string): UpstreamError {
    const stopped = this.signal.aborted;
    if (reason instanceof UpstreamError && !(stopped && reason === this.signal.reason)) return reason;
    if (stopped) return stoppedError(this.upstream, this.trace, this.signal.reason);
    const said = reason instanceof Error ? reason.message : String(reason);
    return new UpstreamError(this.upstream, "network", `${failed}: ${said}`, { cause: reason });
  }
}

/** The error of a call that was stopped, by the reason it was stopped for. */
export function stoppedError(upstream: string, trace: CallTrace, cause: unknown): UpstreamError {
  const error = (outcome: UpstreamError["outcome"], what: string): UpstreamError =>
    new UpstreamError(upstream, outcome, what, { cause });
  if (cause instanceof ClientGoneError) return error("client_gone", "was given up: the client has left");
  if (!(cause instanceof DeadlineError)) return error("cancelled", "was cancelled: its result is not wanted");
  return trace.attempts === 0
    ? error("not_attempted", `was never sent: ${cause.message} (${trace.waited()})`)
    : error("deadline", `was cut off: ${cause.message} (${trace.waited()})`);
}
