// Collects the items of a reader, and its error.

/** All items, and the error that ended the loop. */
export interface Collected<T> {
  readonly items: T[];
  readonly error?: unknown;
}

/** Loops over `source` until its end. */
export async function collect<T>(source: AsyncIterable<T>): Promise<Collected<T>> {
  const items: T[] = [];
  try {
    for await (const item of source) items.push(item);
  } catch (error) {
    return { items, error };
  }
  return { items };
}
