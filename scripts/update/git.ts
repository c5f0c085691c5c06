// Runs git.
import { execFileSync } from "node:child_process";

/** Options of one call. */
export interface GitOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** The most bytes that git may print. A list of 100,000 files has less. */
const MAX_PRINTED_BYTES = 64 * 1_048_576;

/** Runs git and returns its output, without the last line break. @throws `Error` with its standard error. */
export function git(args: readonly string[], { cwd, env = {}, input }: GitOptions = {}): string {
  const printed = execFileSync("git", args, {
    cwd,
    input,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: MAX_PRINTED_BYTES,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  return printed.replace(/\n$/, "");
}

/** Runs git and returns its output, or `undefined` if it fails. */
export function askGit(args: readonly string[], options?: GitOptions): string | undefined {
  try {
    return git(args, options);
  } catch {
    return undefined;
  }
}
