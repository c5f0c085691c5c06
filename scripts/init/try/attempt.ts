// Runs a command of a project under test.
import { execFile } from "node:child_process";

/** The output of a command, and what went wrong. */
export interface Attempt {
  readonly stdout: string;
  readonly faults: readonly string[];
}

/** The most bytes that a command may print. A failing run of all tests has less. */
const MAX_PRINTED_BYTES = 32 * 1_048_576;

/** Runs a command in `cwd`, and waits for its end. A failure is a fault with all that it has printed. */
export function attempt(cwd: string, command: string, args: readonly string[]): Promise<Attempt> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, maxBuffer: MAX_PRINTED_BYTES }, (error, stdout, stderr) => {
      const name = [command, ...args].join(" ").trim().split("\n")[0];
      resolve({ stdout, faults: error === null ? [] : [`${name}:\n${stdout}${stderr}`] });
    });
  });
}
