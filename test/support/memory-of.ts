// What a running program holds in memory, as the system counts it.
import { execFileSync } from "node:child_process";

/** Bytes of memory that the processes hold which this one has started and whose name is `name`. */
export function memoryOf(name: string): number {
  const lines = execFileSync("ps", ["-A", "-o", "ppid=,rss=,comm="], { encoding: "utf8" }).split("\n");
  const sizes = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => Number(found?.[1]) === process.pid && found?.[3]?.split("/").at(-1) === name)
    .map((found) => 1_024 * Number(found?.[2]));
  return sizes.reduce((sum, size) => sum + size, 0);
}
