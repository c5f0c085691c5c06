// Isolates of the built Worker, each with local upstreams that serve it alone, in one process of workerd.
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { readConfig } from "../read-config.ts";
import { standInVariables } from "../upstreams/stand-ins.ts";
import { laneBindings } from "./lane-bindings.ts";
import { startUpstreams } from "../upstreams/start-upstreams.ts";
import { workerOptions } from "../worker-options.ts";

/** An isolate and its upstreams. */
export interface LaneServers {
  /** The origin of the Worker. */
  readonly worker: string;
  /** The origin of its upstreams. */
  readonly upstreams: string;
}

/** Lanes, running. */
export interface Lanes {
  readonly servers: readonly LaneServers[];
  /** The end of what the Workers have logged about their own mistakes. */
  readonly errors: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Lines of the Workers' log that are kept for the report. */
const MAX_LINES = 5;

/** Starts one lane for each set of `variables`, which are added to those of `wrangler.toml`. */
export async function startLanes(
  bundle: string,
  variables: readonly Readonly<Record<string, string>>[],
): Promise<Lanes> {
  const { vars } = readConfig();
  const errors: string[] = [];
  const upstreams = await Promise.all(variables.map(() => startUpstreams()));
  const close = (): Promise<void[]> => Promise.all(upstreams.map((server) => server.close()));
  const bindings = laneBindings(bundle);
  const workers = variables.map((own, index) => ({
    ...bindings,
    name: `lane-${index}`,
    ...workerOptions(bundle, { ...configuredAt(vars, upstreams[index]?.origin ?? ""), ...own }),
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  }));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers,
      cf: false,
      host: "127.0.0.1",
      handleStructuredLogs({ level, message }) {
        if (level === "error" && errors.length < MAX_LINES) errors.push(message);
      },
    }),
  );
  async function stop(): Promise<void> {
    await miniflare.dispose();
    await close();
  }
  try {
    await miniflare.ready;
    const urls = await Promise.all(workers.map(({ name }) => miniflare.unsafeGetDirectURL(name)));
    const servers = urls.map(({ origin }, index) => ({ worker: origin, upstreams: upstreams[index]?.origin ?? "" }));
    return { servers, errors: () => errors, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The configured variables, with every upstream at `origin`: nothing leaves this machine. */
function configuredAt(vars: Readonly<Record<string, unknown>>, origin: string): Record<string, string> {
  const origins = Object.keys(vars).filter((name) => name.endsWith("_ORIGIN"));
  return {
    ...Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, String(value)])),
    ...Object.fromEntries(origins.map((name) => [name, origin])),
    ...standInVariables(origin),
    ALLOWED_ORIGINS: origin,
    LOCAL_UPSTREAMS: origin,
    // An upstream that fails must be seen failing, and each case must find the same cache: an empty one.
    CACHE_UPSTREAMS: "false",
    CHECK_ANSWERS: "true",
    LOG_REQUESTS: "false",
  };
}
