// Reads newline-delimited JSON (NDJSON, JSON Lines).
import { checkBytes } from "./check-bytes.ts";
import { decodeStream, type StreamDecoder } from "./decode-stream.ts";
import { decodeUtf8 } from "./decode-utf8.ts";
import { JsonLineError } from "./json-line-error.ts";
import { LineSplitter } from "./line-splitter.ts";
import { parseJson } from "./parse-json.ts";
import { MAX_LINE_BYTES, type ReadLinesOptions } from "./read-lines.ts";

/**
 * Reads the JSON values of `stream`, one for each line. LF ends a line, and JSON ignores a CR before it. Blank lines
 * are skipped, because senders use them to keep a connection alive. A byte order mark at the start is dropped. Bytes
 * that are not UTF-8 are an error, so that no text changes unseen.
 *
 * Many writers leave out the last LF, so a last line without it counts. A value that was cut off there is an error too,
 * with one exception: a cut number is still valid JSON.
 *
 * Leaving the loop early cancels the stream and waits until that is done. Small chunks are copied, so they hold no
 * memory of the runtime.
 *
 * @example
 * for await (const value of readJsonLines(response.body, { signal })) console.log(Result.parse(value));
 *
 * @throws {RangeError} for an option out of range.
 * @throws {JsonLineError} from the loop, for a line that is not JSON or nests deeper than `MAX_JSON_DEPTH`.
 * @throws {SizeLimitError} from the loop, for a line over `maxLineBytes`.
 * @throws The reason of `signal`, or the error of the stream, the very same object. Both come from the loop.
 *
 * Caveat: numbers are JavaScript numbers. An integer past 2^53 loses digits.
 */
export function readJsonLines(
  stream: ReadableStream<Uint8Array> | null,
  { signal, maxLineBytes = MAX_LINE_BYTES }: ReadLinesOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  return decodeStream(stream, new JsonLineDecoder(checkBytes("maxLineBytes", maxLineBytes, 1)), signal);
}

/** Keeps a byte order mark in the text, so that it is invalid JSON. Only the first line may start with one. */
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The white space of JSON, without LF. */
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
