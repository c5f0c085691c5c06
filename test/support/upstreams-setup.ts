// Starts the local upstreams, the peers and the talkers for a whole test run and tells the tests where they are.
import type { TestProject } from "vitest/node";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { startPeers } from "./peers.ts";
import { startTalkers } from "./talkers.ts";

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const upstreams = await startUpstreams();
  const [peers, { talkers, close }] = await Promise.all([startPeers(), startTalkers()]);
  provide("upstreams", upstreams.origin);
  provide("peers", peers.origin);
  provide("talkers", talkers);
  return async () => {
    await upstreams.close();
    await peers.close();
    await close();
  };
}
