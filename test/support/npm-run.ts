// `npm run …` as a newcomer types it, in a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

/** A command, running. */
export interface Running {
  /** The process id, which is its group's as well. */
  readonly pid: number;
  /** All it has printed so far. */
  readonly printed: () => string;
  /** Resolves to what `pattern` captured, as soon as it is printed. */
  readonly prints: (pattern: RegExp) => Promise<string>;
  /** Resolves to the exit code when all that hold its output have ended: npm is not the last to go. */
  readonly ended: Promise<number | null>;
}

/** Starts `npm run` with `args`, in a process group of its own, which ends with the test. */
export function npmRun(args: readonly string[], env: Record<string, string> = {}, cwd = "."): Running {
  const options = { cwd, env: { ...process.env, ...env }, detached: true };
  const child = spawn("npm", ["--loglevel=error", "run", ...args], options);
  const ended = once(child, "close").then(([code]) => code as number | null);
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? NaN), "SIGTERM");
    await ended;
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  return { pid: child.pid ?? NaN, printed: () => printed, ended, prints };

  function prints(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      function look(): void {
        const found = pattern.exec(printed)?.[1];
        if (found !== undefined) resolve(found);
      }
      for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
      void ended.then(() => reject(new Error(`ended without ${pattern}:\n${printed}`)));
      look();
    });
  }
}
