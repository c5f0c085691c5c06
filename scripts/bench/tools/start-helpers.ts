// The helpers' Worker in workerd and, the very same bundle, in Node.
import { bundlePath } from "./build-workers.ts";
import type { Stage } from "./stage.ts";
import type { Server } from "./start-server.ts";

/** The runtimes, by their names in the report. */
export const runtimes = ["workerd", "Node"] as const;

/** One of them. */
export type Runtime = (typeof runtimes)[number];

/** Starts the helpers' Worker in a new process. */
export function startHelpers({ serve, start }: Stage, runtime: Runtime): Promise<Server> {
  if (runtime === "workerd") return serve("helpers");
  return start(["scripts/bench/servers/node-runs-worker.ts", bundlePath("helpers")]);
}
