// Finds a separator in chunks, with the search of Knuth, Morris and Pratt. It reads each byte once, and can stop and go
// on at any byte.

const encoder = new TextEncoder();

/** The bytes to find, prepared once for any number of searches. */
export interface Separator {
  readonly bytes: Uint8Array;
  /** For each length of a match: how much of it still matches when the next byte does not. */
  readonly borders: Uint32Array;
}

/** Prepares `separator`. A string is encoded as UTF-8. @throws {RangeError} for an empty separator. */
export function separatorOf(separator: string | Uint8Array): Separator {
  const bytes = typeof separator === "string" ? encoder.encode(separator) : separator.slice();
  if (bytes.length === 0) throw new RangeError("a separator must have at least one byte");
  const borders = new Uint32Array(bytes.length + 1);
  for (let length = 1, border = 0; length < bytes.length; length++) {
    while (border > 0 && bytes[length] !== bytes[border]) border = borders[border] as number;
    if (bytes[length] === bytes[border]) border++;
    borders[length + 1] = border;
  }
  return { bytes, borders };
}

/** One search through successive chunks. At most `limit` bytes may come before the separator. */
export class SeparatorSearch {
  readonly #separator: Separator;
  /** Bytes that may still be searched. */
  #left: number;
  #scanned = 0;
  #matched = 0;

  constructor(separator: Separator, limit: number) {
    this.#separator = separator;
    this.#left = limit + separator.bytes.length;
  }

  /** True if no separator can begin within the limit any more. */
  get exhausted(): boolean {
    return this.#left === 0;
  }

  /** Searches `chunk`. Returns the bytes of all chunks up to and including the separator, or `undefined`. */
  next(chunk: Uint8Array): number | undefined {
    const { bytes, borders } = this.#separator;
    const end = Math.min(chunk.length, this.#left);
    const seen = end === chunk.length ? chunk : chunk.subarray(0, end);
    let matched = this.#matched;
    for (let index = 0; index < end; index++) {
      if (matched === 0) {
        // The runtime's own search skips bytes that cannot begin a match, many times as fast.
        index = seen.indexOf(bytes[0] as number, index);
        if (index === -1) break;
        matched = 1;
      } else {
        const byte = seen[index];
        while (matched > 0 && byte !== bytes[matched]) matched = borders[matched] as number;
        if (byte === bytes[matched]) matched++;
      }
      if (matched === bytes.length) return this.#scanned + index + 1;
    }
    this.#matched = matched;
    this.#scanned += end;
    this.#left -= end;
    return undefined;
  }
}
