// The end of a process, as the parent sees it. Only the exit code of a process that exited comes from the child.

/** The exit code of a process that was stopped from outside, as asyncio reports SIGKILL. */
const KILLED_CODE = -9;

/** Characters of a message from the child or the runtime that are kept. */
const MAX_MESSAGE_LENGTH = 500;

/** The end of a process. */
export interface ExitStatus {
  /**
   * Like asyncio's `returncode`, in eight bits: the whole number that `main` returned, otherwise 0; the argument of
   * `exit`; 1 if `main` threw; 126 if the program could not be loaded; -9 if the process was stopped from outside.
   */
  readonly exitCode: number;
  /**
   * `exited`: by itself. `killed`: by `kill` or the signal. `timed_out`: after `timeoutMs`. `too_much_input`,
   * `too_much_output`: over the limit in bytes. `lost`: the runtime ended it, because it waited for ever or used up its
   * CPU time or memory, or it broke the protocol.
   */
  readonly ended: "exited" | "killed" | "timed_out" | "too_much_input" | "too_much_output" | "lost";
  /** One line about the failure, if there was one. If the process exited, the child wrote it. */
  readonly message?: string;
}

/** Returns the status of a process that exited with `exitCode`. */
export function exited(exitCode: number, message: string): ExitStatus {
  const line = oneLine(message);
  return { exitCode, ended: "exited", ...(line !== "" && { message: line }) };
}

/** Returns the status of a process that was stopped. */
export function stopped(ended: Exclude<ExitStatus["ended"], "exited">, message: string): ExitStatus {
  return { exitCode: KILLED_CODE, ended, message: oneLine(message) };
}

/** Returns the message of an error, or any other thrown value as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Returns `text` as one well-formed line without control characters, cut to the limit. */
function oneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH).toWellFormed()}…` : line;
}
