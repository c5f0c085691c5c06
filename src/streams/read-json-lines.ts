// The values of a stream of newline-delimited JSON (NDJSON, JSON Lines).
import { checkBytes } from "./check-bytes.ts";
import { decodeStream, type StreamDecoder } from "./decode-stream.ts";
import { decodeUtf8 } from "./decode-utf8.ts";
import { JsonLineError } from "./json-line-error.ts";
import { LineSplitter } from "./line-splitter.ts";
import { parseJson } from "./parse-json.ts";
import { MAX_LINE_BYTES, type ReadLinesOptions } from "./read-lines.ts";

/**
 * Reads the JSON values of `stream`, one for each line. LF ends a line; a CR before it is white space to JSON. Lines of
 * white space are skipped, because senders keep a connection alive with them. A byte order mark at the start is
 * dropped. Bytes that are not UTF-8 are an error, so that no text changes unseen.
 *
 * A last line without LF counts, because many writers leave it out. A value that was cut off is an error there as well:
 * only a bare number is still JSON without its end.
 *
 * Leaving the loop early cancels the stream and waits until it has let go. Small chunks are copied, so they hold no
 * memory of the runtime.
 *
 * ```ts
 * for await (const value of readJsonLines(response.body, { signal })) console.log(Result.parse(value));
 * ```
 *
 * @throws `RangeError` for an option out of range. From the loop: `JsonLineError` for a line that is not JSON or nests
 * deeper than `MAX_JSON_DEPTH`; `SizeLimitError` for a line over `maxLineBytes`; the reason of `signal`; the error of
 * the stream, the very object.
 *
 * Caveat: numbers are JavaScript's. An integer past 2^53 loses digits.
 */
export function readJsonLines(
  stream: ReadableStream<Uint8Array> | null,
  { signal, maxLineBytes = MAX_LINE_BYTES }: ReadLinesOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  return decodeStream(stream, new JsonLineDecoder(checkBytes("maxLineBytes", maxLineBytes, 1)), signal);
}

/** Keeps a byte order mark in the text, where it is not JSON. Only the stream's first line may start with one. */
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** JSON's white space without LF. */
const BLANK = /^[ \t\r]*$/;

class JsonLineDecoder implements StreamDecoder<unknown> {
  readonly #splitter: LineSplitter;

  constructor(maxLineBytes: number) {
    this.#splitter = new LineSplitter("lf", maxLineBytes);
  }

  push(chunk: Uint8Array): void {
    this.#splitter.push(chunk);
  }

  next(): unknown {
    for (let line = this.#splitter.next(); line !== undefined; line = this.#splitter.next()) {
      const value = this.#parse(line);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  end(): unknown {
    const line = this.#splitter.end();
    return line === undefined ? undefined : this.#parse(line);
  }

  /** Returns the value of `line`, or `undefined` for a blank one. */
  #parse(line: Uint8Array): unknown {
    const number = this.#splitter.line;
    try {
      const text = number === 1 ? decodeUtf8(line) : strict.decode(line);
      return BLANK.test(text) ? undefined : parseJson(text);
    } catch (error) {
      throw new JsonLineError(number, error);
    }
  }
}
