// Reads the lines of a text stream.
import { checkBytes } from "./check-bytes.ts";
import { decodeStream } from "./decode-stream.ts";
import { LineDecoder } from "./line-decoder.ts";

/** Default limit of a line. A whole body has the same default. */
export const MAX_LINE_BYTES = 1_048_576;

/** Options of `readLines` and `readJsonLines`. */
export interface ReadLinesOptions {
  /** Aborts the loop with its reason and cancels the stream, even while the loop waits. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Limit for a line, in bytes, without its line end. `Infinity` sets no limit.
   *
   * @default 1_048_576
   */
  readonly maxLineBytes?: number | undefined;
}

/**
 * Reads the lines of `stream`, without their line ends. LF, CR and CRLF end a line, as in Node's `readline`. A last
 * line without a line end counts. A byte order mark at the start is dropped. Bytes that are not UTF-8 become U+FFFD.
 *
 * Leaving the loop early cancels the stream and waits until that is done. Small chunks are copied, so they hold no
 * memory of the runtime.
 *
 * @example
 * for await (const line of readLines(response.body, { signal })) console.log(line);
 *
 * @throws {RangeError} for an option out of range.
 * @throws {SizeLimitError} from the loop, for a line over `maxLineBytes`.
 * @throws The reason of `signal`, or the error of the stream, the very same object. Both come from the loop.
 */
export function readLines(
  stream: ReadableStream<Uint8Array> | null,
  { signal, maxLineBytes = MAX_LINE_BYTES }: ReadLinesOptions = {},
): AsyncGenerator<string, void, undefined> {
  return decodeStream(stream, new LineDecoder(checkBytes("maxLineBytes", maxLineBytes, 1)), signal);
}
