// The outcomes of a call to an upstream, and the error that carries them.

/**
 * The outcomes of a call. Each call has exactly one. `not_attempted` and `deadline` come from the request's clock,
 * before and after sending. `timeout` comes from the attempt's clock.
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

/**
 * Reasons for any outcome but `ok`, for programs, with their outcomes. Messages may change; these names do not.
 */
export const reasons = {
  answered_with_error: "http_error",
  broken_json: "invalid",
  not_utf8: "invalid",
  undeclared_shape: "invalid",
  inexact_number: "invalid",
  body_limit: "too_large",
  bodies_limit: "too_large",
  isolate_memory: "too_large",
  answer_limit: "too_large",
  connection_failed: "network",
  body_broken: "network",
  binding_failed: "network",
  closed_without_answer: "network",
  attempt_timeout: "timeout",
  first_byte_timeout: "timeout",
  idle_timeout: "timeout",
  connection_timeout: "timeout",
  task_timeout: "timeout",
  deadline_passed: "deadline",
  deadline_before_sending: "not_attempted",
  not_wanted: "cancelled",
  client_left: "client_gone",
  breaker_open: "breaker_open",
  subrequests_used: "over_budget",
  origin_not_allowed: "blocked",
  port_not_allowed: "blocked",
  not_http: "blocked",
  credentials_in_url: "blocked",
  bad_path: "blocked",
  bad_request: "blocked",
  unknown_upstream: "blocked",
  bad_redirect: "blocked",
  too_many_redirects: "blocked",
  streamed_body: "blocked",
} as const satisfies Record<string, Exclude<Outcome, "ok">>;

/** One of the reasons above. */
export type Reason = keyof typeof reasons;

/** A call that failed. The message says who, what and after how long. */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  readonly upstream: string;
  readonly outcome: Exclude<Outcome, "ok">;
  readonly reason: Reason;
  /** The status of the answer, if the call failed after the headers. */
  status: number | undefined;

  /** `what` continues the name of the upstream: `was not called: …`. */
  constructor(upstream: string, reason: Reason, what: string, options?: ErrorOptions) {
    super(`upstream ${JSON.stringify(upstream)} ${what}`, options);
    this.upstream = upstream;
    this.outcome = reasons[reason];
    this.reason = reason;
  }
}

/** Returns true for an outcome of a timeout or deadline. */
export function isTime(outcome: Outcome): boolean {
  return outcome === "timeout" || outcome === "deadline" || outcome === "not_attempted";
}

/**
 * Returns the failure that decides the answer: the first that is not about time, otherwise the first. If all are about
 * time, more time may help the caller. `undefined` for an empty list.
 */
export function decisive<F extends { readonly outcome: Outcome }>(failures: readonly F[]): F | undefined {
  return failures.find(({ outcome }) => !isTime(outcome)) ?? failures[0];
}
