// The CPU time of a process. On a busy machine it tells two contestants apart; requests a second do not.
import { readdirSync, readFileSync } from "node:fs";

/**
 * Milliseconds of CPU time that the threads of a process have used, to the nanosecond. `undefined` without /proc.
 *
 * Caveat: a thread that ends takes its time along. The servers of the bench keep their threads.
 */
export function cpuTimeMs(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + threadNs(pid, thread), 0) / 1e6;
  } catch {
    return undefined;
  }
}

/** The first number of schedstat is the time on a CPU; `stat` counts in ticks of 10 ms instead. */
function threadNs(pid: number, thread: string): number {
  return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ")[0]);
}
