// asyncio's run_in_executor: runs a pure function in its own isolate.
import { parseJson } from "../streams/parse-json.ts";
import { jsonText } from "../streams/write-json.ts";
import { CANNOT_LOAD, TOO_MANY_RUNS } from "./child-wire.ts";
import { ExecutorError, type ExecutorFailure } from "./executor-error.ts";
import { type ExitStatus, messageOf } from "./exit-status.ts";
import { sourceOf } from "./source-of.ts";
import { spawn } from "./spawn.ts";
import type { SpawnOptions } from "./spawn-options.ts";
import { DESCRIBE_THROWN } from "./describe-thrown.ts";

/** The exit code for a result that is not JSON: `EX_DATAERR` of sysexits. */
const NO_JSON = 65;

/** Levels of the arguments that may hold `RawJson`: the arguments, one argument, its results, and each result. */
const ARGUMENT_LEVELS = 3;

/** The program that calls the function. It takes what it needs from the platform before it loads the function. */
const CALL = `
const { parse, stringify } = JSON;
const { Error, Response, String } = globalThis;

export default async function main({ stdin, stdout, exit }) {
  const args = parse(await new Response(stdin).text());
  let run, text, why;
  try {
    ({ default: run } = await import("function.js"));
  } catch (error) {
    why = describeThrown(error);
  }
  if (why === undefined && typeof run !== "function") why = "its default export is not a function";
  if (why !== undefined) exit(${CANNOT_LOAD}, why);
  const value = await run(...args);
  try {
    text = stringify(value);
  } catch (error) {
    why = describeThrown(error);
  }
  if (typeof text !== "string") exit(${NO_JSON}, why ?? typeof value + " is not JSON");
  await stdout.write(text);
}

${DESCRIBE_THROWN}
`;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The options of `spawn` that a function can have. */
export type ExecutorOptions = Omit<SpawnOptions, "argv" | "modules">;

/**
 * Calls `run` with `args` in a child isolate and resolves to its result. A function is sent as its source text: it must
 * be an arrow function or a function expression, and must not use anything outside itself. A string is a module whose
 * default export is the function. Arguments and result travel as JSON, so `undefined`, functions and symbols get lost
 * in them.
 *
 * Python's `run_in_executor` keeps the event loop free. Here the function has its own heap and limits, but perhaps not
 * its own thread: local workerd runs all isolates in one thread, and Cloudflare promises no more.
 *
 * @example
 * const sum = await runInExecutor(env.LOADER, (...numbers: number[]) => numbers.reduce((a, b) => a + b), [1, 2, 3]);
 *
 * @throws {ExecutorError} if there is no result; `kind` says why.
 * @throws The reason of `signal`, and all errors of `spawn`.
 */
export function runInExecutor<A extends readonly Json[], R>(
  loader: WorkerLoader,
  run: (...args: A) => R,
  args: A,
  options?: ExecutorOptions,
): Promise<Awaited<R>>;
export function runInExecutor(
  loader: WorkerLoader,
  run: string,
  args: readonly unknown[],
  options?: ExecutorOptions,
): Promise<unknown>;
export async function runInExecutor(
  loader: WorkerLoader,
  run: string | ((...args: never) => unknown),
  args: readonly unknown[],
  options: ExecutorOptions = {},
): Promise<unknown> {
  const source = typeof run === "string" ? run : sourceOf(run);
  await using process = await spawn(loader, CALL, { ...options, modules: { "function.js": source } });
  const { stdout, stderr, ...status } = await process.communicate(jsonText(args, ARGUMENT_LEVELS));
  const failed = (kind: ExecutorFailure, why: ExitStatus = status): Error =>
    new ExecutorError(kind, why, new TextDecoder().decode(stderr));
  if (status.ended === "killed") options.signal?.throwIfAborted();
  if (status.ended !== "exited") throw failed(status.ended);
  if (status.exitCode === CANNOT_LOAD) throw failed("cannot_load");
  if (status.exitCode === TOO_MANY_RUNS) throw failed("too_many_runs");
  if (status.exitCode === NO_JSON) throw failed("no_json");
  if (status.exitCode !== 0) throw failed("threw");
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(stdout));
  } catch (error) {
    // The child claims that this is JSON. The parent does not trust it.
    throw failed("no_json", { ...status, message: messageOf(error) });
  }
}
