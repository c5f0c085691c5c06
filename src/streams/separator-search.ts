// Finds a separator in bytes that come in pieces, looking at no byte again: Knuth, Morris and Pratt's search, which can be interrupted anywhere.

const encoder = new TextEncoder();

/** Bytes to look for, prepared once for any number of searches. */
export interface Separator {
  readonly bytes: Uint8Array;
  /** For each length of a match, how much of it still matches where the byte after it does not. */
  readonly borders: Uint32Array;
}

/** Prepares `separator`; a string stands for its UTF-8. @throws `RangeError` when it is empty. */
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

/** One search through successive chunks, for a separator with at most `limit` bytes before it. */
export class SeparatorSearch {
  readonly #separator: Separator;
  /** How many bytes may still be looked at. */
  #left: number;
  #scanned = 0;
  #matched = 0;

  constructor(separator: Separator, limit: number) {
    this.#separator = separator;
    this.#left = limit + separator.bytes.length;
  }

  /** Whether no separator begins within the limit, whatever follows. */
  get exhausted(): boolean {
    return this.#left === 0;
  }

  /** Looks through `chunk`. Returns how many bytes of all chunks so far reach through the separator; `undefined` when it is not there. */
  next(chunk: Uint8Array): number | undefined {
    const { bytes, borders } = this.#separator;
    const end = Math.min(chunk.length, this.#left);
    const seen = end === chunk.length ? chunk : chunk.subarray(0, end);
    let matched = this.#matched;
    for (let index = 0; index < end; index++) {
      if (matched === 0) {
        // The runtime's own search passes over what cannot begin a match many times as fast.
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
