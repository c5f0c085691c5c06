// Workers that run beside this one in tests and in development, so that service bindings have somebody to call.
import { buildSync } from "esbuild";
import { basename, dirname, extname, join, resolve } from "node:path";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import * as z from "zod";

/** The configuration of each, a line each: `"examples/warehouse/wrangler.toml"`. Its `name` is the `service` to bind. */
export const auxiliaryWorkers: readonly string[] = [];

const Config = z.looseObject({ name: z.string(), main: z.string() });

/** The part of Miniflare's options that is known by name here; the rest is passed on. */
const WorkerOptions = z.looseObject({ compatibilityDate: z.string() });

/**
 * The Workers with these configurations as Miniflare runs them: bundled into `outDir`, with all that they bind.
 *
 * @throws `Error` when a configuration is missing or wrong, or a bundle cannot be made.
 */
export function auxiliaryOptions(configs = auxiliaryWorkers, outDir = "dist/auxiliary") {
  return configs.map((path) => {
    const read: (args: { config: string }) => unknown = unstable_readConfig;
    // Wrangler resolves `main` against the folder of the configuration.
    const { name, main } = Config.parse(read({ config: path }));
    const scriptPath = resolve(outDir, name, `${basename(main, extname(main))}.js`);
    buildSync({
      entryPoints: [resolve(dirname(path), main)],
      outfile: scriptPath,
      bundle: true,
      format: "esm",
      target: "es2024",
      external: ["cloudflare:*", "node:*"],
      logLevel: "error",
    });
    const { workerOptions } = unstable_getMiniflareWorkerOptions(path);
    const { rootPath: _root, modulesRules: _rules, ...options } = WorkerOptions.parse(workerOptions);
    return { ...options, name, modules: true as const, modulesRoot: dirname(scriptPath), scriptPath };
  });
}

/**
 * The arguments of `wrangler dev`, with the auxiliary Workers after the configuration that `args` name, or after
 * wrangler.toml: the first one is the Worker that answers.
 */
export function withAuxiliaryWorkers(args: readonly string[], configs = auxiliaryWorkers): readonly string[] {
  if (configs.length === 0) return args;
  const isNamed = args.some((arg) => /^(-c|--config)(=|$)/.test(arg));
  const first = isNamed ? [] : ["--config", join(".", "wrangler.toml")];
  return [...args, ...first, ...configs.flatMap((path) => ["--config", path])];
}
