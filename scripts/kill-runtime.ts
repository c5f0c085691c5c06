// Kills the runtime of `wrangler dev`, as a crash would. Miniflare starts another one on the same port.
import { execFileSync } from "node:child_process";

/**
 * Kills the process that runs the Worker, in the process group of wrangler, with SIGKILL. The other workerd there, the
 * proxy that listens on `port`, lives on.
 *
 * @throws `Error` if wrangler runs no workerd.
 */
export function killRuntime(group: number, port: string): void {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,pgid=,args="], { encoding: "utf8" }).split("\n");
  const runtimes = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S*workerd\S* serve .*)$/.exec(line))
    .filter((found) => found !== null)
    .filter(([, , pgid, args = ""]) => Number(pgid) === group && !args.includes(`entry=localhost:${port}`));
  if (runtimes.length === 0) throw new Error("wrangler dev runs no workerd to be killed");
  for (const [, pid] of runtimes) process.kill(Number(pid), "SIGKILL");
}
