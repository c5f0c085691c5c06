// Builds the Worker and serves it for a whole test run, with local upstreams to call and talkers to probe.
import type { TestProject } from "vitest/node";
import { buildWorker } from "../../scripts/build-worker.ts";
import { serveBuilt } from "../../scripts/serve-built.ts";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { startTalkers } from "./talkers.ts";
import { variables } from "./variables.ts";

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const upstreams = await startUpstreams();
  const { talkers, close } = await startTalkers();
  const bundle = buildWorker("dist/test");
  const worker = await serveBuilt(bundle, variables(upstreams.origin, talkers), {
    loader: "LOADER",
    jobs: true,
    config: "wrangler.toml",
  });
  provide("bundle", bundle);
  provide("upstreams", upstreams.origin);
  provide("talkers", talkers);
  provide("worker", worker.url);
  return async () => {
    await worker.stop();
    await upstreams.close();
    await close();
  };
}
