// The problem of upstreams that did not answer as needed.
import { isTime, type Outcome } from "../upstream/call/outcome.ts";
import { Problem, type ProblemDetails } from "./problem.ts";

/** 504 where time ran out, else 502. */
export function upstreamProblem(outcome: Outcome, detail: string, rest: Omit<ProblemDetails, "detail"> = {}): Problem {
  return new Problem(isTime(outcome) ? "upstream-timeout" : "upstream-failed", { detail, ...rest });
}
