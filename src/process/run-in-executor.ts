// asyncio's run_in_executor: a pure function that computes, in an isolate of its own.
import { parseJson } from "../streams/parse-json.ts";
import { jsonText } from "../streams/write-json.ts";
import { CANNOT_LOAD, TOO_MANY_RUNS } from "./child-wire.ts";
import { ExecutorError, type ExecutorFailure } from "./executor-error.ts";
import { type ExitStatus, messageOf } from "./exit-status.ts";
import { sourceOf } from "./source-of.ts";
import { spawn } from "./spawn.ts";
import type { SpawnOptions } from "./spawn-options.ts";
import { TOLD } from "./told.ts";

/** Exits with this where a result is not JSON: sysexits' `EX_DATAERR`. */
const NO_JSON = 65;

/** Levels of the arguments that may hold `RawJson`: the arguments, one of them, its results, and each result. */
const ARGUMENT_LEVELS = 3;

/** The program that calls the function. What it needs of the platform it takes before the function's module is loaded. */
const CALL = `
const { parse, stringify } = JSON;
const { Error, Response, String } = globalThis;

export default async function main({ stdin, stdout, exit }) {
  const args = parse(await new Response(stdin).text());
  let run, text, why;
  try {
    ({ default: run } = await import("function.js"));
  } catch (error) {
    why = told(error);
  }
  if (why === undefined && typeof run !== "function") why = "its default export is not a function";
  if (why !== undefined) exit(${CANNOT_LOAD}, why);
  const value = await run(...args);
  try {
    text = stringify(value);
  } catch (error) {
    why = told(error);
  }
  if (typeof text !== "string") exit(${NO_JSON}, why ?? typeof value + " is no JSON");
  await stdout.write(text);
}

${TOLD}
`;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/** As `spawn`'s, save for what is the call's own. */
export type ExecutorOptions = Omit<SpawnOptions, "argv" | "modules">;

/**
 * Calls `run` with `args` in a child isolate and resolves to its result. A function stands for its source: it must be an arrow or a function
 * expression that uses nothing from outside itself. A string is a module whose default export is the function. Arguments and result travel as
 * JSON, so that `undefined`, functions and symbols inside of it are lost as `JSON.stringify` loses them.
 *
 * Python's `run_in_executor` keeps the event loop free meanwhile. Here the function has another heap, and limits, but not surely another thread:
 * local workerd runs all isolates in one, and Cloudflare promises no more.
 *
 * @throws `ExecutorError`, whose `kind` tells why there is no result; the reason of `signal`; as `spawn`.
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
    // The child says that this is JSON, and is not believed.
    throw failed("no_json", { ...status, message: messageOf(error) });
  }
}
