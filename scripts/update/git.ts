// git, as the scripts call it.
import { execFileSync } from "node:child_process";

/** How a call of git differs from one in the current folder. */
export interface GitOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Bytes that git may print: the list of a large project's files has less. */
const MAX_PRINTED_BYTES = 64 * 1_048_576;

/** Runs git and returns what it prints, without the last line break. @throws `Error` with what it says on its standard error. */
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

/** The same; `undefined` where git says no. */
export function askGit(args: readonly string[], options?: GitOptions): string | undefined {
  try {
    return git(args, options);
  } catch {
    return undefined;
  }
}
