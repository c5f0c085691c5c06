// The built Worker in workerd, its static assets before it, answering real HTTP on loopback.
import { dirname } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { buildWorker } from "./build-worker.ts";
import { readAssets, readConfig } from "./read-config.ts";

/** The built Worker, running. */
export interface BuiltWorker {
  /** Where it answers, without a trailing slash. */
  readonly url: string;
  /** What the Worker and its runtime have logged, a line each. */
  readonly logs: readonly string[];
  readonly stop: () => Promise<void>;
}

/** Builds the Worker into `outDir` and serves it with `bindings`, on a port that the system chooses. */
export async function runBuilt(outDir: string, bindings: Record<string, string>): Promise<BuiltWorker> {
  const scriptPath = buildWorker(outDir);
  const { compatibility_date, compatibility_flags } = readConfig();
  const logs: string[] = [];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      modulesRoot: dirname(scriptPath),
      scriptPath,
      compatibilityDate: compatibility_date,
      compatibilityFlags: compatibility_flags,
      bindings,
      assets: readAssets(),
      host: "127.0.0.1",
      cf: false,
      handleStructuredLogs: ({ message }) => logs.push(message),
    }),
  );
  const url = await miniflare.ready;
  return { url: url.origin, logs, stop: () => miniflare.dispose() };
}
