// A bundle as Miniflare is told of it: with the compatibility of `wrangler.toml`, and without a look at the network.
import { dirname } from "node:path";
import { readConfig } from "./read-config.ts";

/** The options that run the bundle at `scriptPath` with `bindings`. */
export function workerOptions(scriptPath: string, bindings: Readonly<Record<string, string>>) {
  const { compatibility_date, compatibility_flags } = readConfig();
  return {
    modules: true as const,
    modulesRoot: dirname(scriptPath),
    scriptPath,
    compatibilityDate: compatibility_date,
    compatibilityFlags: compatibility_flags,
    bindings: { ...bindings },
    cf: false as const,
  };
}
