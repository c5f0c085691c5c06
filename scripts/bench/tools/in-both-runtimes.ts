// The helpers' Worker in workerd and, the very same bundle, in Node.
import type { Stage } from "./stage.ts";
import { startServer } from "./start-server.ts";

/** Runs `act` once for each runtime, one after the other, with the origin at which the helpers' Worker answers. */
export async function inBothRuntimes<T>(
  { origins, bundles }: Stage,
  act: (runtime: "Node" | "workerd", origin: string) => Promise<T>,
): Promise<T[]> {
  const node = await startServer(process.execPath, ["scripts/bench/servers/node-runs-worker.ts", bundles.helpers]);
  try {
    return [await act("workerd", origins.helpers), await act("Node", node.origin)];
  } finally {
    await node.stop();
  }
}
