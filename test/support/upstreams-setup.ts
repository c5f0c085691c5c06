// Starts the local upstreams for a whole test run and tells the tests where they are.
import type { TestProject } from "vitest/node";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const upstreams = await startUpstreams();
  provide("upstreams", upstreams.origin);
  return () => upstreams.close();
}
