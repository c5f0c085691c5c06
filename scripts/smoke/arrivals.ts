// When the pieces of a stream arrived. A stream that something on the way holds back arrives all at once.
import { holds } from "./check.ts";

/** A piece of a stream, with the client's clock. */
export interface Arrival<T> {
  readonly value: T;
  readonly atMs: number;
}

/** Milliseconds between two pieces, by the Worker's clock, from which on they must not arrive together. */
const APART_MS = 100;

/** Reads `pieces` to the end. */
export async function arrivals<T>(pieces: AsyncIterable<T>): Promise<Arrival<T>[]> {
  const all: Arrival<T>[] = [];
  for await (const value of pieces) all.push({ value, atMs: performance.now() });
  return all;
}

/**
 * Says how long before the last piece the first one arrived. `gapMs` is how far apart the Worker made them.
 *
 * @throws `Error` if they were made apart and arrived together.
 */
export function cameApart(all: readonly Arrival<unknown>[], gapMs: number): string {
  const apartMs = (all.at(-1)?.atMs ?? 0) - (all[0]?.atMs ?? 0);
  if (gapMs < APART_MS) return `too fast to tell whether it streams (${Math.round(gapMs)} ms)`;
  holds(apartMs > gapMs / 4, `all arrived together, although the Worker made them ${Math.round(gapMs)} ms apart`);
  return `the first result came ${Math.round(apartMs)} ms before the last`;
}
