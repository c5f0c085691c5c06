// The processes that run while a section measures: upstreams and Workers, all on loopback.
import { relative } from "node:path";
import { buildWorker } from "../../build-worker.ts";
import { bundlePath, buildWorkers, OUT, type WorkerName } from "./build-workers.ts";
import { type ClockedUpstream, startClockedUpstream } from "./clocked-upstream.ts";
import type { Effort } from "./effort.ts";
import { type RunningWorker, serveWorker } from "./serve-worker.ts";
import { startServer, type Server } from "./start-server.ts";
import type { Served } from "./workerd-config.ts";

/** The services of a section. */
export interface Stage {
  readonly effort: Effort;
  /** An upstream that answers at once, and costs as little as one can. */
  readonly lean: string;
  /** The local upstreams, which are slow on request. */
  readonly upstreams: string;
  readonly clocked: ClockedUpstream;
  /** Serves a Worker of the bench in a new process until the section ends. `upstream` defaults to the lean one. */
  readonly serve: (name: WorkerName, upstream?: string, more?: Partial<Served>) => Promise<RunningWorker>;
  /** Serves the Worker of the project, built as for a deployment. */
  readonly serveBuilt: () => Promise<RunningWorker>;
  /** Starts a server of `servers/` with Node, or with another command, until the section ends. */
  readonly start: (args: readonly string[], command?: string) => Promise<Server>;
}

let building: Promise<void> | undefined;
let built: string | undefined;

/** The path of the project's own bundle; the first call builds it. */
export function builtPath(): string {
  built ??= buildWorker(`${OUT}/built`);
  return built;
}

/** Starts everything, runs `act`, and stops everything, whatever happens. */
export async function onStage<T>(effort: Effort, act: (stage: Stage) => Promise<T>): Promise<T> {
  await using stack = new AsyncDisposableStack();
  building ??= buildWorkers();
  await building;

  async function kept<Running extends Server>(starting: Promise<Running>): Promise<Running> {
    const server = await starting;
    stack.defer(server.stop);
    return server;
  }
  const start: Stage["start"] = (args, command = process.execPath) => kept(startServer(command, args));
  const lean = (await start(["scripts/bench/servers/lean-upstream.ts"])).origin;
  const upstreams = (await start(["scripts/upstreams/main.ts", "--port", "0"])).origin;
  const clocked = await startClockedUpstream();
  stack.defer(() => clocked.close());

  const serveScript = (path: string, upstream: string, more?: Partial<Served>): Promise<RunningWorker> => {
    const allowed = [upstream, upstreams, clocked.origin];
    return kept(serveWorker(OUT, { script: relative(OUT, path), bindings: bindingsFor(upstream, allowed), ...more }));
  };
  return await act({
    effort,
    lean,
    upstreams,
    clocked,
    start,
    serve: (name, upstream = lean, more = {}) => serveScript(bundlePath(name), upstream, more),
    serveBuilt: () => serveScript(builtPath(), lean),
  });
}

/** The variables of a Worker that calls `upstream`: `UPSTREAM` for a bare one, `FORECAST_ORIGIN` for ours. */
export function bindingsFor(upstream: string, allowed: readonly string[] = [upstream]): Record<string, string> {
  return {
    UPSTREAM: upstream,
    FORECAST_ORIGIN: upstream,
    ALLOWED_ORIGINS: allowed.join(" "),
    OPEN_ACCESS: "true",
    LOG_REQUESTS: "false",
    SUBREQUESTS: "10000",
  };
}
