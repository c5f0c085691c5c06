// The whole of local development as one thing that starts and stops: the local upstreams, and `wrangler dev` pointed at them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { withAuxiliaryWorkers } from "./auxiliary-workers.ts";
import { followConfig, namesConfig, writeDevConfig } from "./dev-config.ts";
import { readConfig } from "./read-config.ts";
import type { Recording } from "./record/recording.ts";
import { standInVariables } from "./upstreams/stand-ins.ts";
import { startGreeter } from "./upstreams/start-greeter.ts";
import { startUpstreams } from "./upstreams/start-upstreams.ts";
import { WRANGLER, wranglerEnv } from "./wrangler-command.ts";

/** Local development, running. */
export interface DevStack {
  /** Where the Worker answers, without a trailing slash. */
  readonly url: string;
  /** Where the local upstreams answer, without a trailing slash. */
  readonly upstreams: string;
  /** Where the server to be probed listens: `tcp://127.0.0.1:port`. */
  readonly greeter: string;
  /** The declared upstreams that have no stand-in, as `NAME = origin`. */
  readonly elsewhere: readonly string[];
  /** The process group of wrangler and its runtimes. */
  readonly group: number;
  /** Resolves to wrangler's exit code when it ends, by itself or by `stop`. */
  readonly ended: Promise<number>;
  /** Ends wrangler, workerd and the upstreams; resolves when all are gone. */
  readonly stop: () => Promise<void>;
}

/** How it is started. */
interface DevOptions {
  /** Receives a line that wrangler prints. */
  readonly log: (line: string) => void;
  /** Of this process, if a signal ends it. */
  readonly exitCode: number;
  /** Answers that the local upstreams replay. Default none. */
  readonly recordings?: readonly Recording[];
}

/** Without the second flag, a route in `wrangler.toml` hides which name a client called, and open access refuses it. */
const WRANGLER_FLAGS = ["--show-interactive-dev-session=false", "--infer-origin-from-routes=false"];

/** Milliseconds of a job's lease: a save reloads the Worker, which loses what was in the queue, and 30 s is long. */
const JOB_LEASE_MS = "5000";

/** Milliseconds that wrangler may take to be ready. */
const READY_WITHIN_MS = 60_000;

/** Milliseconds that wrangler may take to end before it is killed. */
const END_WITHIN_MS = 5_000;

/** Milliseconds in which the rest of an error is printed after its first line. */
const REST_OF_ERROR_MS = 200;

/**
 * Starts everything and resolves when the Worker answers. `wranglerArgs` are passed on to `wrangler dev`; what it prints once it is ready
 * goes to `log`, line by line.
 *
 * A signal that ends the process, also while it starts, stops everything first and then exits with `exitCode`.
 *
 * The Worker may reach the local upstreams and the greeter, the origins in `wrangler.toml`, and those in the environment variable `ALLOWED_ORIGINS`.
 *
 * @throws `Error` with what wrangler printed, when it reports an error, ends, or takes 60 s without being ready; nothing is left running
 * then.
 */
export async function startDev(
  wranglerArgs: readonly string[],
  { log, exitCode, recordings = [] }: DevOptions,
): Promise<DevStack> {
  const [upstreams, greeter] = await Promise.all([startUpstreams({ recordings }), startGreeter()]);
  const { vars: configured } = readConfig();
  const recorded = recordings.flatMap(({ calls }) =>
    calls.map(({ variable }) => [variable, upstreams.origin] as const),
  );
  const local = { ...standInVariables(upstreams.origin), ...Object.fromEntries(recorded) };
  const further = process.env["ALLOWED_ORIGINS"] ?? "";
  const allowed = [upstreams.origin, greeter.address, configured.ALLOWED_ORIGINS, further].join(" ").trim();
  const elsewhere = Object.entries(configured)
    .filter(([name]) => name.endsWith("_ORIGIN") && !(name in local))
    .map(([name, origin]) => `${name} = ${String(origin)}`);
  const variables = {
    ...local,
    ALLOWED_ORIGINS: allowed,
    OPEN_ACCESS: "true",
    LOCAL_UPSTREAMS: upstreams.origin,
    // An upstream that is told to misbehave is to be seen misbehaving.
    CACHE_UPSTREAMS: "false",
    CHECK_ANSWERS: "true",
    JOB_LEASE_MS,
  };
  const vars = Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  const ownConfig = namesConfig(wranglerArgs);
  const configFlags = ownConfig ? [] : ["--config", writeDevConfig()];
  const unfollow = ownConfig ? undefined : followConfig(log);
  const wrangler = spawn(
    process.execPath,
    [WRANGLER, ...withAuxiliaryWorkers(["dev", ...configFlags, ...WRANGLER_FLAGS, ...vars, ...wranglerArgs])],
    // A process group of its own: Ctrl-C reaches this process alone, which then ends the group and sees it gone, workerd included.
    { env: wranglerEnv, stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  const ended = once(wrangler, "exit").then(([code]) => Number(code ?? 0));

  async function stop(): Promise<void> {
    const killAt = performance.now() + END_WITHIN_MS;
    unfollow?.();
    signalGroup("SIGTERM");
    while (signalGroup(0)) {
      if (performance.now() > killAt) signalGroup("SIGKILL");
      await setTimeout(20);
    }
    await Promise.all([upstreams.close(), greeter.close()]);
  }

  /** Says whether anyone was left to hear it. */
  function signalGroup(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-(wrangler.pid ?? NaN), signal);
    } catch {
      return false;
    }
  }

  // Not once: npm passes on the Ctrl-C that the terminal has sent already, and the second must not cut the first one's work short.
  let stopping: Promise<void> | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void (stopping ??= stop().then(() => process.exit(exitCode))));
  }

  const printed: string[] = [];
  const ready = Promise.withResolvers<string>();
  let url: string | undefined;
  for (const stream of [wrangler.stdout, wrangler.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (url !== undefined) return log(line);
      printed.push(line);
      if (/\bWARNING\b/.test(line)) log(line);
      // A build that fails is tried again when a file changes; here nobody is there to change one.
      if (/\bERROR\b/.test(line)) void setTimeout(REST_OF_ERROR_MS).then(() => fail("wrangler dev could not start"));
      url = /Ready on (https?:\/\/\S+)/.exec(line)?.[1];
      if (url !== undefined) ready.resolve(url);
    });
  }
  const fail = (why: string): void => ready.reject(new Error(`${why}\n${printed.join("\n")}`));
  void ended.then((code) => fail(`wrangler dev ended with ${code}`));
  const late = new AbortController();
  setTimeout(READY_WITHIN_MS, undefined, late).then(
    () => fail(`wrangler dev was not ready after ${READY_WITHIN_MS} ms`),
    () => undefined,
  );
  try {
    const own = { upstreams: upstreams.origin, greeter: greeter.address, elsewhere };
    return { url: await ready.promise, ...own, group: wrangler.pid ?? NaN, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    late.abort();
  }
}
