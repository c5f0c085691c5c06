// How a call to an upstream can end, and the error that carries it.

/**
 * The ends a call can come to, exactly one each. `not_attempted` and `deadline` are the request's clock, before and after sending;
 * `timeout` is the attempt's own.
 */
export const outcomes = [
  "ok",
  "http_error",
  "invalid",
  "too_large",
  "network",
  "timeout",
  "deadline",
  "not_attempted",
  "cancelled",
  "client_gone",
  "breaker_open",
  "over_budget",
  "blocked",
] as const;

/** One of the ends above. */
export type Outcome = (typeof outcomes)[number];

/** A call that ended otherwise than `ok`: says who, what and after how long. */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  readonly upstream: string;
  readonly outcome: Exclude<Outcome, "ok">;
  /** The status it had answered with, where the end came after the headers. */
  status: number | undefined;

  constructor(upstream: string, outcome: Exclude<Outcome, "ok">, what: string, options?: ErrorOptions) {
    super(`upstream ${JSON.stringify(upstream)} ${what}`, options);
    this.upstream = upstream;
    this.outcome = outcome;
  }
}

/** Whether it was time that ran out. */
export function isTime(outcome: Outcome): boolean {
  return outcome === "timeout" || outcome === "deadline" || outcome === "not_attempted";
}

/** Of several bad ends, the one that says why: only where time was all that was missing may the caller hope for better with more of it. */
export function decisive(ends: readonly Outcome[]): Outcome {
  return ends.find((end) => !isTime(end)) ?? ends[0] ?? "cancelled";
}
