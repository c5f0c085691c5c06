// How a process ended, as the parent tells it: only that it exited is the child's word.

/** Where a process was ended from outside, as asyncio tells of SIGKILL. */
const KILLED_CODE = -9;

/** Characters that are told of what a child, or the runtime about it, has to say. */
const MAX_MESSAGE_LENGTH = 500;

/** How a process ended. */
export interface ExitStatus {
  /**
   * As asyncio's `returncode`: what `main` returned, as far as that is a whole number, else 0; what was given to `exit`; 1 where `main` threw; 126
   * where the program could not be loaded; of each the last eight bits. -9 where it was ended from outside.
   */
  readonly exitCode: number;
  /**
   * `exited` by itself; `killed`; `timed_out`, after `timeoutMs`; `too_much_input` or `too_much_output`, over the limit in bytes; `lost`, where the
   * runtime ended it (it waited for what nothing could ever settle, or had used up its CPU time or memory) or it broke the protocol.
   */
  readonly ended: "exited" | "killed" | "timed_out" | "too_much_input" | "too_much_output" | "lost";
  /** One line, where something went wrong: in the child's words if it exited. */
  readonly message?: string;
}

/** The status of a process that exited with `exitCode`. */
export function exited(exitCode: number, message: string): ExitStatus {
  const line = oneLine(message);
  return { exitCode, ended: "exited", ...(line !== "" && { message: line }) };
}

/** The status of a process that was ended. */
export function stopped(ended: Exclude<ExitStatus["ended"], "exited">, message: string): ExitStatus {
  return { exitCode: KILLED_CODE, ended, message: oneLine(message) };
}

/** What an error says of itself, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** As one line of well-formed text, without control characters, cut to a length that an answer can carry. */
function oneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH).toWellFormed()}…` : line;
}
