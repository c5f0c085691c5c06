// Builds the Worker and serves it for a whole test run, with local upstreams to call.
import type { TestProject } from "vitest/node";
import { buildWorker } from "../../scripts/build-worker.ts";
import { serveBuilt } from "../../scripts/serve-built.ts";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { variables } from "./variables.ts";

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const upstreams = await startUpstreams();
  const bundle = buildWorker("dist/test");
  const worker = await serveBuilt(bundle, variables(upstreams.origin), "LOADER");
  provide("bundle", bundle);
  provide("upstreams", upstreams.origin);
  provide("worker", worker.url);
  return async () => {
    await worker.stop();
    await upstreams.close();
  };
}
