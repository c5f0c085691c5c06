// A command of wrangler that is asked something, and answers in JSON.
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { WRANGLER, wranglerEnv } from "../wrangler-command.ts";

/** The result of a command. */
export interface WranglerAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs wrangler with `args` and waits for its end. It asks the user nothing. */
export async function runWrangler(args: readonly string[]): Promise<WranglerAnswer> {
  const child = spawn(process.execPath, [WRANGLER, ...args], { env: wranglerEnv, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 1)));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}
