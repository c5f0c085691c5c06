// The built Worker and local upstreams for one test alone, which may do with them what would disturb others.
import { inject, onTestFinished } from "vitest";
import { serveBuilt } from "../../scripts/serve-built.ts";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { variables } from "./variables.ts";

/** Starts both, until the test ends; `changes` are to the Worker's variables, `loader` names the binding for child isolates, of which there is none else. */
export async function ownBuilt(
  changes: Record<string, string> = {},
  loader?: string,
): Promise<{ worker: string; upstreams: string }> {
  const upstreams = await startUpstreams();
  onTestFinished(() => upstreams.close());
  const worker = await serveBuilt(inject("bundle") ?? "", { ...variables(upstreams.origin), ...changes }, loader);
  onTestFinished(() => worker.stop());
  return { worker: worker.url, upstreams: upstreams.origin };
}
