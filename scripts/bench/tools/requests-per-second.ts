// Servers asked in turn for the same answer.
import { cpuTimeMs } from "./cpu-time.ts";
import type { Effort } from "./effort.ts";
import { load } from "./load.ts";
import { takeTurns } from "./take-turns.ts";

/** Connections that ask at a time: enough to keep a server busy, too few to drown it. */
const CONNECTIONS = 16;

/** What was measured of each server, by its name, a value per round. */
export interface Asked {
  readonly perSecond: Readonly<Record<string, readonly number[]>>;
  /** Milliseconds of CPU time per request, where the process is the one that was to be watched. */
  readonly cpuMs: Readonly<Record<string, readonly number[]>>;
}

/**
 * Asks each server of `urls` in every round. All must answer what the first of them answers, byte for byte. `watched` is the process that
 * several of them share.
 */
export async function requestsPerSecond(
  urls: Readonly<Record<string, string>>,
  { rounds, loadSeconds }: Effort,
  watched = NaN,
): Promise<Asked> {
  const [first = ""] = Object.values(urls);
  const expected = await (await fetch(first)).text();
  const cpuMs: Record<string, number[]> = {};
  const measures: Record<string, () => Promise<number>> = {};
  for (const [name, url] of Object.entries(urls)) {
    const ask = (seconds: number) => load({ url, connections: CONNECTIONS, seconds, expected });
    await ask(Math.max(1, loadSeconds / 2)); // Warms up.
    measures[name] = async function measured() {
      const before = cpuTimeMs(watched);
      const { perSecond, answers } = await ask(loadSeconds);
      (cpuMs[name] ??= []).push((cpuTimeMs(watched) - before) / answers);
      return perSecond;
    };
  }
  return { perSecond: await takeTurns(rounds, measures), cpuMs };
}
