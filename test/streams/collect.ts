// What a loop over a reader sees.

/** What came before the end, and the error that ended it, if one did. */
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
