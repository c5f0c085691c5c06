// Lines that stay, and on a terminal one below them that says how far it is.
import type { WriteStream } from "node:tty";

/** A terminal, file or pipe that a table is printed to. */
export interface Screen {
  /** Prints a line that stays. */
  readonly line: (text: string) => void;
  /** Replaces the line that says how far it is. */
  readonly progress: (text: string) => void;
}

const ERASE_LINE = "\r\u001B[K";

/** The screen of `stream`. Files and pipes show no progress. */
export function screenOf(stream: Pick<WriteStream, "isTTY" | "write">): Screen {
  const erase = stream.isTTY ? ERASE_LINE : "";
  return {
    line: (text) => void stream.write(`${erase}${text}\n`),
    progress: (text) => void (stream.isTTY && stream.write(erase + text)),
  };
}
