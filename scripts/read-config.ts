// What wrangler.toml says, as far as the scripts need it.
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import * as z from "zod";

const Config = z.looseObject({
  compatibility_date: z.string(),
  compatibility_flags: z.array(z.string()),
  vars: z.looseObject({ ALLOWED_ORIGINS: z.string() }),
});

/** Reads `wrangler.toml` in the current folder. @throws `Error` when it is missing or wrong. */
export function readConfig(): z.output<typeof Config> {
  const read: (args: { config: string }) => unknown = unstable_readConfig;
  return Config.parse(read({ config: "wrangler.toml" }));
}

const WorkerOptions = z.object({ assets: z.looseObject({ directory: z.string() }) });

/**
 * Reads what `wrangler.toml` and `_headers` say of the static assets, in Miniflare's form. The assets must have been built.
 *
 * @throws `Error` when either file is missing or wrong.
 */
export function readAssets(): z.output<typeof WorkerOptions>["assets"] {
  return WorkerOptions.parse(unstable_getMiniflareWorkerOptions("wrangler.toml").workerOptions).assets;
}
