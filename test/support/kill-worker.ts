// Kills a Worker's runtime the hard way. Miniflare starts another one, on the same port and with what was stored.
import { execFileSync } from "node:child_process";

/** The runtimes that this process has started. */
export function runtimes(): number[] {
  const processes = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  return processes
    .trim()
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , parent, command]) => Number(parent) === process.pid && command?.includes("workerd"))
    .map(([, pid]) => Number(pid));
}

/** Starts a Worker by `start`. The function that comes with it kills its runtime with SIGKILL. */
export async function killable<T>(
  start: () => Promise<T>,
): Promise<{ readonly started: T; readonly kill: () => void }> {
  const others = new Set(runtimes());
  const started = await start();
  const kill = (): void => {
    for (const pid of runtimes()) if (!others.has(pid)) process.kill(pid, "SIGKILL");
  };
  return { started, kill };
}
