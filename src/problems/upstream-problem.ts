// The problem of failed upstreams.
import { isTime, type Outcome } from "../upstream/call/outcome.ts";
import { Problem, type ProblemDetails } from "./problem.ts";

/** Returns a problem: 504 for an outcome of time, otherwise 502. */
export function upstreamProblem(outcome: Outcome, detail: string, rest: Omit<ProblemDetails, "detail"> = {}): Problem {
  return new Problem(isTime(outcome) ? "upstream-timeout" : "upstream-failed", { detail, ...rest });
}
