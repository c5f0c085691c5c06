// Child processes that end with the bench, however it ends.
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";

const running = new Set<ChildProcess>();

process.once("exit", function endAll() {
  for (const child of running) child.kill();
});
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => process.exit(1));

/** A child process, and the function that ends it and resolves when it is gone. */
export interface Kept {
  readonly child: ChildProcess;
  readonly gone: Promise<unknown[]>;
  readonly stop: () => Promise<void>;
}

/** Starts `command`, and ends it when this process ends. */
export function spawnKept(command: string, args: readonly string[], options: SpawnOptions): Kept {
  const child = spawn(command, args, options);
  running.add(child);
  const gone = once(child, "exit");
  child.once("exit", () => running.delete(child));
  async function stop(): Promise<void> {
    if (!running.has(child)) return;
    child.kill();
    await gone;
  }
  return { child, gone, stop };
}
