// Starts the local upstreams and the peers for a whole test run and tells the tests where they are.
import type { TestProject } from "vitest/node";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { startPeers } from "./peers.ts";

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const upstreams = await startUpstreams();
  const peers = await startPeers();
  provide("upstreams", upstreams.origin);
  provide("peers", peers.origin);
  return async () => {
    await upstreams.close();
    await peers.close();
  };
}
