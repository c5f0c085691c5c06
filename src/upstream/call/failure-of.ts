// Finds the upstream failure in an error. Helpers and calls reject in different ways, and handlers throw all of them.
import { decisive, type Outcome, type Reason, reasons, UpstreamError } from "./outcome.ts";
import { ClientGoneError, DeadlineError } from "./stop-reasons.ts";
import { summarize } from "./summarize.ts";

/** A failure of upstream work. */
export interface Failure {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly message: string;
}

/**
 * Returns the failure in `error`: an `UpstreamError`, a timeout, the end of the request, or an `AggregateError` of such
 * errors (`gatherAny` and `TaskGroup` reject with one). A `SuppressedError`, from a throw in an `await using` block,
 * counts if both its errors do. `undefined` for any other error: that is a mistake in the code.
 *
 * @example failureOf(new DOMException("timed out", "TimeoutError"))?.outcome // "timeout"
 */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof UpstreamError) return error;
  if (error instanceof ClientGoneError) return failed("client_left", error);
  if (error instanceof DeadlineError) return failed("deadline_passed", error);
  if (error instanceof DOMException && error.name === "TimeoutError") return failed("task_timeout", error);
  if (error instanceof SuppressedError) return failureOf(error.suppressed) && failureOf(error.error);
  return error instanceof AggregateError ? failureOfAll(error.errors) : undefined;
}

/** Returns one failure for several errors, if each of them is a failure. */
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
