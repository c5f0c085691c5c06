// The error of a function that ran in a child isolate and returned no result.
import type { ExitStatus } from "./exit-status.ts";

/** The reason for the missing result. */
export type ExecutorFailure =
  "cannot_load" | "too_many_runs" | "threw" | "no_json" | Exclude<ExitStatus["ended"], "exited">;

const words: Readonly<Record<ExecutorFailure, string>> = {
  cannot_load: "could not be loaded",
  too_many_runs: "was not run",
  threw: "threw",
  no_json: "returned a value that JSON cannot represent",
  killed: "was killed",
  timed_out: "took too long",
  too_much_input: "received too much input",
  too_much_output: "returned too much output",
  lost: "was lost before it returned",
};

/** The error of `runInExecutor`. */
export class ExecutorError extends Error {
  override readonly name = "ExecutorError";
  readonly kind: ExecutorFailure;
  /** The end of the process that ran the function. */
  readonly status: ExitStatus;
  /** The console output of the function. */
  readonly stderr: string;

  constructor(kind: ExecutorFailure, status: ExitStatus, stderr: string) {
    super(`the function ${words[kind]}${status.message === undefined ? "" : `: ${status.message}`}`);
    this.kind = kind;
    this.status = status;
    this.stderr = stderr;
  }
}
