// Servers asked in turn for the same answer.
import type { Effort } from "./effort.ts";
import { load } from "./load.ts";
import { takeTurns } from "./rounds.ts";

/** Connections that ask at a time: enough to keep a server busy, too few to drown it. */
const CONNECTIONS = 16;

/** Requests a second of each server, by name, in every round. All must answer what the first of them answers, byte for byte. */
export async function requestsPerSecond(
  urls: Readonly<Record<string, string>>,
  { rounds, loadSeconds }: Effort,
): Promise<Record<string, number[]>> {
  const [first = ""] = Object.values(urls);
  const expected = await (await fetch(first)).text();
  const measures: Record<string, () => Promise<number>> = {};
  for (const [name, url] of Object.entries(urls)) {
    const ask = (seconds: number) => load({ url, connections: CONNECTIONS, seconds, expected });
    await ask(Math.max(1, loadSeconds / 2)); // Warms up.
    measures[name] = async () => (await ask(loadSeconds)).perSecond;
  }
  return takeTurns(rounds, measures);
}
