// A function that was called in a child isolate has no result.
import type { ExitStatus } from "./exit-status.ts";

/** Why there is none. */
export type ExecutorFailure =
  "cannot_load" | "too_many_runs" | "threw" | "no_json" | Exclude<ExitStatus["ended"], "exited">;

const words: Readonly<Record<ExecutorFailure, string>> = {
  cannot_load: "could not be loaded",
  too_many_runs: "was not run",
  threw: "threw",
  no_json: "returned what JSON cannot carry",
  killed: "was killed",
  timed_out: "took too long",
  too_much_input: "was given too much",
  too_much_output: "returned too much",
  lost: "was lost before it returned",
};

/** Rejects a call of `runInExecutor`. */
export class ExecutorError extends Error {
  override readonly name = "ExecutorError";
  readonly kind: ExecutorFailure;
  /** How the process that ran it ended. */
  readonly status: ExitStatus;
  /** What it printed to the console before that. */
  readonly stderr: string;

  constructor(kind: ExecutorFailure, status: ExitStatus, stderr: string) {
    super(`the function ${words[kind]}${status.message === undefined ? "" : `: ${status.message}`}`);
    this.kind = kind;
    this.status = status;
    this.stderr = stderr;
  }
}
