// Every Worker of the bench, built as a deployment would build it.
import { buildWorker } from "../../build-worker.ts";

/** Where the bundles go. */
export const OUT = "dist/bench";

/** The Workers, by name: ours as it is, and those in `workers/`. */
const entries = {
  built: "src/index.ts",
  "fan-out": "scripts/bench/workers/fan-out.ts",
  bare: "scripts/bench/workers/bare.ts",
  "hono-alone": "scripts/bench/workers/hono-alone.ts",
  helpers: "scripts/bench/workers/helpers.ts",
  "fresh-isolate": "scripts/bench/workers/fresh-isolate.ts",
} as const;

/** The name of one of them. */
export type WorkerName = keyof typeof entries;

/** Builds them all; returns the path of each one's bundle, from the current folder. */
export function buildWorkers(): Record<WorkerName, string> {
  const bundles: Record<string, string> = {};
  for (const [name, entry] of Object.entries(entries)) bundles[name] = buildWorker(`${OUT}/${name}`, entry);
  return bundles;
}
