// The workerd processes that this process has started, by their ids.
import { execFileSync } from "node:child_process";

/** Lists them. */
export function ownRuntimes(): number[] {
  const processes = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  return processes
    .trim()
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .filter(([, , parent, command]) => Number(parent) === process.pid && command?.includes("workerd"))
    .map(([, pid]) => Number(pid));
}
