// The product page's Worker, built and running, with local upstreams of its own.
import { build } from "esbuild";
import { type BuiltWorker, serveBuilt } from "../../../scripts/serve-built.ts";
import { RECOMMENDATION_KEY } from "../../../scripts/upstreams/examples/product/recommendation.ts";
import { startUpstreams } from "../../../scripts/upstreams/start-upstreams.ts";
import { variables } from "../../support/variables.ts";

const HOME = "src/examples/product";

/** The Worker and its upstreams. */
interface ProductWorker extends Pick<BuiltWorker, "url" | "logs" | "boundTo"> {
  readonly upstreams: string;
  readonly stop: () => Promise<void>;
}

/** Starts them. `config` binds the Worker, `beside` is the configuration of the Worker that it calls. */
export async function startProductWorker(
  config = `${HOME}/wrangler.toml`,
  beside = `${HOME}/prices/wrangler.toml`,
  further: Readonly<Record<string, string>> = {},
): Promise<ProductWorker> {
  const outfile = "dist/product/index.js";
  const options = { bundle: true, keepNames: true, format: "esm", target: "es2024" } as const;
  await build({ ...options, entryPoints: [`${HOME}/index.ts`], outfile, external: ["cloudflare:*", "node:*"] });
  const upstreams = await startUpstreams();
  const settings = { ...variables(upstreams.origin), RECOMMENDATION_KEY, SUBREQUESTS: "50", ...further };
  const { url, logs, boundTo, stop } = await serveBuilt(outfile, settings, { config, auxiliaries: [beside] });
  return {
    url,
    logs,
    boundTo,
    upstreams: upstreams.origin,
    stop: async () => void (await Promise.all([stop(), upstreams.close()])),
  };
}
