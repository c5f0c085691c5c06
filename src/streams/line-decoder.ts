// Decodes lines of text, by the rules of the HTML standard for event streams.
import type { StreamDecoder } from "./decode-stream.ts";
import { LineSplitter } from "./line-splitter.ts";

// Only the start of the stream may have a byte order mark to drop. `ignoreBOM` keeps a later one in the text.
const FIRST = new TextDecoder("utf-8", { fatal: false, ignoreBOM: false });
const LATER = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/**
 * Decodes lines one by one. The result equals decoding the whole stream, because the bytes of a line end are never part
 * of another character.
 */
export class LineDecoder implements StreamDecoder<string> {
  readonly #splitter: LineSplitter;
  #bytes = 0;

  constructor(maxLineBytes: number) {
    this.#splitter = new LineSplitter("any", maxLineBytes);
  }

  /** The size of the last line in the stream, without its line end. */
  get bytes(): number {
    return this.#bytes;
  }

  push(chunk: Uint8Array): void {
    this.#splitter.push(chunk);
  }

  next(): string | undefined {
    return this.#decode(this.#splitter.next());
  }

  end(): string | undefined {
    return this.#decode(this.#splitter.end());
  }

  #decode(line: Uint8Array | undefined): string | undefined {
    if (line === undefined) return undefined;
    this.#bytes = line.length;
    // Every event ends with a blank line, so half of all lines may be blank. A call of the decoder costs more than the
    // rest.
    if (line.length === 0) return "";
    return (this.#splitter.line === 1 ? FIRST : LATER).decode(line);
  }
}
