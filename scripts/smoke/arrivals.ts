// The times at which the pieces of a stream arrive. A stream that is held back on its way arrives all at once.

/** A piece of a stream, with the client's clock. */
export interface Arrival<T> {
  readonly value: T;
  readonly atMs: number;
}

/** A stream that was read to its end. */
export interface Read {
  readonly all: readonly Arrival<unknown>[];
  /** Milliseconds between its first result and its end, by the Worker's clock. */
  readonly gapMs: number;
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
 * Says how long before the end of a stream its first piece arrived. If everything in `first` arrived together, `again`
 * asks for the stream once more.
 *
 * @throws what `again` throws; `Error` if the pieces were made apart and arrived together each time.
 */
export async function cameApart(first: Read, again: () => Promise<Read>): Promise<string> {
  const sentence = apart(first) ?? apart(await again());
  if (sentence !== undefined) return sentence;
  throw new Error(`all arrived together, although the Worker made them ${Math.round(first.gapMs)} ms apart`);
}

function apart({ all, gapMs }: Read): string | undefined {
  if (gapMs < APART_MS) return `too fast to tell whether it streams (${Math.round(gapMs)} ms)`;
  const apartMs = (all.at(-1)?.atMs ?? 0) - (all[0]?.atMs ?? 0);
  // A busy client, too, reads everything at once. What holds a stream back on its way does so each time.
  return apartMs > gapMs / 4 ? `the first result came ${Math.round(apartMs)} ms before the last` : undefined;
}
