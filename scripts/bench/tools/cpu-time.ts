// What a process has computed. On a machine that others use as well it tells two contestants apart when requests per second cannot.
import { readFileSync } from "node:fs";

/** Milliseconds of a clock tick of Linux, in which /proc counts. */
const TICK_MS = 10;

/** Milliseconds of CPU time that the process has used, in user and system mode; NaN where there is no /proc. */
export function cpuTimeMs(pid: number): number {
  try {
    // The name of the process, in parentheses, may hold anything; what follows it is numbers.
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return NaN;
  }
}
