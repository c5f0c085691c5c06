// Builds the Workers of the bench with the settings that wrangler has for a deployment.
import { build } from "esbuild";

/** The folder of the bundles. */
export const OUT = "dist/bench";

/** The Workers of `workers/` that begin a bundle. */
export const workerNames = [
  "bare",
  "by-hand",
  "fresh-isolate",
  "helpers",
  "hono-alone",
  "hono-ky",
  "hono-ofetch",
  "jobs",
  "ours",
  "plain-json",
  "plain-six",
  "plain-stream",
] as const;

/** The name of one of them. */
export type WorkerName = (typeof workerNames)[number];

/** The path of a Worker's bundle, from the current folder. */
export function bundlePath(name: WorkerName): string {
  return `${OUT}/${name}.js`;
}

/** Builds them all, with source maps beside them. */
export async function buildWorkers(): Promise<void> {
  await build({
    entryPoints: workerNames.map((name) => `scripts/bench/workers/${name}.ts`),
    outdir: OUT,
    bundle: true,
    minify: true,
    keepNames: true,
    sourcemap: "external",
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["cloudflare:*", "node:*"],
    logLevel: "error",
  });
}
