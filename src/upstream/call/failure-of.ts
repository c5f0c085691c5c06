// What an error says of upstreams: handlers throw what helpers and calls reject with, each in its own form.
import { summarize } from "./summarize.ts";
import { decisive, type Outcome, UpstreamError } from "./outcome.ts";
import { ClientGoneError, DeadlineError } from "./stop-reasons.ts";

/** How upstream work ended, where it ended badly. */
export interface Failure {
  readonly outcome: Outcome;
  readonly message: string;
}

/**
 * The failure that `error` stands for: an `UpstreamError`, a timeout, an end of the request, or an `AggregateError` of nothing else, as
 * `gatherAny` and `TaskGroup` reject with. A `SuppressedError`, from leaving an `await using` block by a throw, is as good as the two
 * errors in it. `undefined` for any other error: that is a mistake in the code, and nobody's failure upstream.
 */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof UpstreamError) return error;
  if (error instanceof ClientGoneError) return { outcome: "client_gone", message: error.message };
  if (error instanceof DeadlineError) return { outcome: "deadline", message: error.message };
  if (error instanceof DOMException && error.name === "TimeoutError")
    return { outcome: "timeout", message: error.message };
  if (error instanceof SuppressedError) return failureOf(error.suppressed) && failureOf(error.error);
  if (!(error instanceof AggregateError) || error.errors.length === 0) return undefined;
  const failures: Failure[] = [];
  for (const failure of error.errors.map(failureOf)) {
    if (failure === undefined) return undefined;
    failures.push(failure);
  }
  const outcome = decisive(failures.map((failure) => failure.outcome));
  return { outcome, message: summarize(failures.map(({ message }) => message)) };
}
