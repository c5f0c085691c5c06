// How the scripts call wrangler: by its own file, and without what local work does not need.

/** wrangler's entry, for a Node process of one's own. */
export const WRANGLER = "node_modules/wrangler/bin/wrangler.js";

/** The environment for it. Without these it asks the network for things, and says so when there is none. */
export const wranglerEnv: NodeJS.ProcessEnv = {
  // The top level of wrangler.toml. Unset, wrangler warns that there are environments as well.
  CLOUDFLARE_ENV: "",
  ...process.env,
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  CLOUDFLARE_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
};
