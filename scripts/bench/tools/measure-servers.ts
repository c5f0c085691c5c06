// Servers under load in turn: requests a second, CPU time and waiting, all from the same turns.
import { cpuTimeMs } from "./cpu-time.ts";
import type { Effort } from "./effort.ts";
import { openLoad, type Load } from "./load.ts";
import type { Server } from "./start-server.ts";
import { takeTurns } from "./take-turns.ts";

/** Connections that ask at a time: enough to keep a server busy, too few to drown it. */
const CONNECTIONS = 16;

/** A server to measure. */
export interface Measurable {
  readonly server: Server;
  readonly path: string;
  /** Tells a right answer from a wrong one. */
  readonly accepts?: (body: Buffer) => boolean;
}

/** The measurements of one server, a value for each round. */
export interface Measured {
  readonly perSecond: readonly number[];
  /** Milliseconds of CPU time a request; empty if the system does not count it. */
  readonly cpuMs: readonly number[];
  readonly p99Ms: readonly number[];
}

/** Loads each server in every round, after warming it up. @throws `Error` for a wrong answer. */
export async function measureServers<Name extends string>(
  servers: Readonly<Record<Name, Measurable>>,
  { rounds, requests, warmUp }: Pick<Effort, "rounds" | "requests" | "warmUp">,
  connections = CONNECTIONS,
): Promise<Record<Name, Measured>> {
  const loads: Load[] = [];
  const turns = {} as Record<Name, () => Promise<Turn>>;
  for (const [name, { server, path, accepts }] of Object.entries<Measurable>(servers)) {
    const load = openLoad(server.origin + path, connections, accepts);
    loads.push(load);
    await load.ask(warmUp);
    turns[name as Name] = () => turn(load, server.pid, requests);
  }
  try {
    const taken = Object.entries<Turn[]>(await takeTurns<Name, Turn>(rounds, turns));
    return Object.fromEntries(taken.map(([name, all]) => [name, together(all)])) as Record<Name, Measured>;
  } finally {
    await Promise.all(loads.map((load) => load.close()));
  }
}

interface Turn {
  readonly perSecond: number;
  readonly cpuMs: number | undefined;
  readonly p99Ms: number;
}

async function turn(load: Load, pid: number, requests: number): Promise<Turn> {
  const before = cpuTimeMs(pid);
  const { perSecond, p99Ms } = await load.ask(requests);
  const after = cpuTimeMs(pid);
  const used = before === undefined || after === undefined ? undefined : (after - before) / requests;
  return { perSecond, cpuMs: used, p99Ms };
}

function together(turns: readonly Turn[]): Measured {
  return {
    perSecond: turns.map(({ perSecond }) => perSecond),
    cpuMs: turns.flatMap(({ cpuMs }) => cpuMs ?? []),
    p99Ms: turns.map(({ p99Ms }) => p99Ms),
  };
}
