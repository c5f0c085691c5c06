// What an error says of upstreams: handlers throw what helpers and calls reject with, each in its own form.
import { decisive, type Outcome, type Reason, reasons, UpstreamError } from "./outcome.ts";
import { ClientGoneError, DeadlineError } from "./stop-reasons.ts";
import { summarize } from "./summarize.ts";

/** How upstream work failed. */
export interface Failure {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly message: string;
}

/**
 * The failure that `error` stands for: an `UpstreamError`, a timeout, an end of the request, or an `AggregateError` of
 * nothing else, as `gatherAny` and `TaskGroup` reject with. A `SuppressedError`, from leaving an `await using` block by a
 * throw, is as good as the two errors in it. `undefined` for any other error: that is a mistake in the code.
 */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof UpstreamError) return error;
  if (error instanceof ClientGoneError) return failed("client_left", error);
  if (error instanceof DeadlineError) return failed("deadline_passed", error);
  if (error instanceof DOMException && error.name === "TimeoutError") return failed("task_timeout", error);
  if (error instanceof SuppressedError) return failureOf(error.suppressed) && failureOf(error.error);
  return error instanceof AggregateError ? failureOfAll(error.errors) : undefined;
}

/** The failure of several errors, if each is one. */
function failureOfAll(errors: readonly unknown[]): Failure | undefined {
  const failures: Failure[] = [];
  for (const failure of errors.map(failureOf)) {
    if (failure === undefined) return undefined;
    failures.push(failure);
  }
  const deciding = decisive(failures);
  return deciding && { ...pick(deciding), message: summarize(failures.map(({ message }) => message)) };
}

function pick({ outcome, reason }: Failure): Pick<Failure, "outcome" | "reason"> {
  return { outcome, reason };
}

function failed(reason: Reason, { message }: Error): Failure {
  return { outcome: reasons[reason], reason, message };
}
