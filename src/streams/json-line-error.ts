// The error of a line that is not JSON, so that its sender can find the line.

/**
 * Ends the reading of a stream of JSON lines at a line that is not UTF-8, not JSON, or nests too deep. `cause` says
 * which.
 */
export class JsonLineError extends Error {
  override readonly name = "JsonLineError";
  /** The line's number. Blank lines count, and the first line is 1. */
  readonly line: number;

  constructor(line: number, cause: unknown) {
    super(`line ${line} is not readable JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.line = line;
  }
}
