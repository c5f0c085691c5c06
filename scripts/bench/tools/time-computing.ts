// Measures the cost of computing from outside the runtime, because no clock moves inside workerd while code computes.
import { cpuTimeMs } from "./cpu-time.ts";
import type { Server } from "./start-server.ts";

/** One contestant and its work. */
export interface Computing {
  /** A server that runs the helpers' Worker, in either runtime. */
  readonly server: Server;
  readonly contestant: string;
  readonly tasks: number;
}

/**
 * Returns a function that resolves to the milliseconds of one run, measured over about `forMs` milliseconds. They are
 * CPU time of the server's process, or wall time if the system does not count it.
 */
export async function timeComputing(what: Computing, forMs: number): Promise<() => Promise<number>> {
  let times = 1;
  // Doubling warms up, too. A run that compiles or collects takes long just once, so the shortest of three must be long enough.
  while ((await shortest(what, times)) < forMs && times < 1_000_000) times *= 2;
  return async function timed() {
    const nothing = await elapsed(what, 0);
    return Math.max(0, (await elapsed(what, times)) - nothing) / times;
  };
}

async function shortest(what: Computing, times: number): Promise<number> {
  return Math.min(await elapsed(what, times), await elapsed(what, times), await elapsed(what, times));
}

async function elapsed({ server, contestant, tasks }: Computing, times: number): Promise<number> {
  const query = new URLSearchParams({ contestant, tasks: String(tasks), times: String(times) });
  const nowMs = (): number => cpuTimeMs(server.pid) ?? performance.now();
  const startedAt = nowMs();
  const response = await fetch(`${server.origin}/?${query.toString()}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${contestant}: ${text}`);
  return nowMs() - startedAt;
}
