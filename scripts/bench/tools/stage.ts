// All that is running while the bench measures: upstreams and Workers, each in a process of its own, on loopback.
import { relative } from "node:path";
import { readConfig } from "../../read-config.ts";
import { buildWorkers, OUT, type WorkerName } from "./build-workers.ts";
import { type ClockedUpstream, startClockedUpstream } from "./clocked-upstream.ts";
import type { Effort } from "./effort.ts";
import { serveWorkers } from "./serve-workers.ts";
import { startServer } from "./start-server.ts";

/** What sections measure on. */
export interface Stage {
  readonly effort: Effort;
  /** Where each Worker answers. */
  readonly origins: Readonly<Record<WorkerName, string>>;
  /** The process id of the workerd that runs them all. */
  readonly workerd: number;
  /** The path of each Worker's bundle. */
  readonly bundles: Readonly<Record<WorkerName, string>>;
  /** What the Workers that call upstreams are configured with. */
  readonly bindings: Readonly<Record<string, string>>;
  /** An upstream that answers at once, and costs as little as one can. */
  readonly lean: string;
  /** The local upstreams, which can be told to be slow. */
  readonly upstreams: string;
  readonly clocked: ClockedUpstream;
}

/** Builds and starts everything, runs `act`, and stops everything, whatever happens. */
export async function onStage(effort: Effort, act: (stage: Stage) => Promise<void>): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const bundles = buildWorkers();
  const server = async (...args: string[]): Promise<string> => {
    const { origin, stop } = await startServer(process.execPath, args);
    stack.defer(stop);
    return origin;
  };
  const lean = await server("scripts/bench/servers/lean-upstream.ts");
  const upstreams = await server("scripts/upstreams/main.ts", "--port", "0");
  const clocked = await startClockedUpstream();
  stack.defer(() => clocked.close());

  const bindings = {
    UPSTREAM: lean,
    ALLOWED_ORIGINS: [lean, upstreams, clocked.origin].join(" "),
    OPEN_ACCESS: "true",
    LOG_REQUESTS: "false",
    SUBREQUESTS: "10000",
  };
  const script = (name: WorkerName): string => relative(OUT, bundles[name]);
  const { origins, pid, stop } = await serveWorkers<WorkerName>(OUT, {
    built: { script: script("built"), bindings },
    "fan-out": { script: script("fan-out"), bindings },
    bare: { script: script("bare"), bindings },
    "hono-alone": { script: script("hono-alone"), bindings },
    helpers: { script: script("helpers") },
    "fresh-isolate": {
      script: script("fresh-isolate"),
      bindings: { COMPATIBILITY_DATE: readConfig().compatibility_date },
      files: { BUILT: script("built") },
      loads: true,
    },
  });
  stack.defer(stop);
  await act({ effort, origins, workerd: pid, bundles, bindings, lean, upstreams, clocked });
}
