// The client's error for an answer that is a problem.
import type { ProblemDocument } from "../problems/problem.ts";

/** The Worker refused the request, or could not answer it. `problem` is its document. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`);
    this.status = problem.status;
    this.problem = problem;
  }
}
