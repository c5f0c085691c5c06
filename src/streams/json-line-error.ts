// The error of an invalid line. It names the line, so that the sender can find it.

/**
 * A line of a JSON lines stream that is not UTF-8, is not JSON, or nests too deep. It ends the reading. `cause` says
 * what is wrong.
 */
export class JsonLineError extends Error {
  override readonly name = "JsonLineError";
  /** The number of the line. The first line is 1. Blank lines count. */
  readonly line: number;

  constructor(line: number, cause: unknown) {
    super(`line ${line} is not readable JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.line = line;
  }
}
