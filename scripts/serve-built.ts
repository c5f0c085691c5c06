// The built Worker in workerd, its static assets before it, answering real HTTP on loopback.
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { auxiliaryOptions, auxiliaryWorkers } from "./auxiliary-workers.ts";
import { configuredBindings, mergeBindings } from "./configured-bindings.ts";
import { jobResources } from "./job-resources.ts";
import { readAssets } from "./read-config.ts";
import { workerOptions } from "./worker-options.ts";

/** The built Worker, running. */
export interface BuiltWorker {
  /** Where it answers, without a trailing slash. */
  readonly url: string;
  /** What the Worker and its runtime have logged, a line each. */
  readonly logs: readonly string[];
  /**
   * Runs the bundle at `scriptPath` from now on, as a save in `wrangler dev` does. Old and new overlap. Resolves to the
   * new URL.
   */
  readonly reload: (scriptPath: string) => Promise<string>;
  /** Its bindings, to be filled before it is asked. */
  readonly boundTo: () => Promise<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
}

/** What the Worker has besides its variables. */
export interface Extras {
  /** The name of a binding that loads child isolates. */
  readonly loader?: string | undefined;
  /** Whether it has jobs; where their objects are kept, if not in memory. */
  readonly jobs?: boolean | { readonly keptIn: string };
  /** The configuration whose bindings it has, and those of the Workers beside it. The bundle must export their classes. */
  readonly config?: string | undefined;
  readonly auxiliaries?: readonly string[];
}

/** Serves the bundle at `scriptPath` with `bindings`, on a port that the system chooses. */
export async function serveBuilt(
  scriptPath: string,
  bindings: Readonly<Record<string, string>>,
  { loader, jobs = false, config, auxiliaries = auxiliaryWorkers }: Extras = {},
): Promise<BuiltWorker> {
  const logs: string[] = [];
  const beside = config === undefined ? [] : auxiliaryOptions(auxiliaries);
  const names = beside.map(({ name }) => name);
  const configured = config === undefined ? {} : configuredBindings(config, names);
  const optionsFor = (path: string) => ({
    ...convertV4MiniflareOptions({
      workers: [
        mergeBindings(configured, {
          ...workerOptions(path, bindings),
          assets: readAssets(),
          ...(loader !== undefined && { workerLoaders: { [loader]: {} } }),
          ...(jobs !== false && jobResources({ consumed: true })),
        }),
        ...beside,
      ],
      cf: false,
      host: "127.0.0.1",
      handleStructuredLogs: ({ message }) => logs.push(message),
    }),
    ...(typeof jobs === "object" && { resourcePersistencePath: jobs.keptIn }),
  });
  const miniflare = new Miniflare(optionsFor(scriptPath));
  const url = await miniflare.ready;
  async function reload(path: string): Promise<string> {
    await miniflare.setOptions(optionsFor(path));
    return (await miniflare.ready).origin;
  }
  const boundTo = (): Promise<Record<string, unknown>> => miniflare.getBindings();
  return { url: url.origin, logs, reload, boundTo, stop: () => miniflare.dispose() };
}
