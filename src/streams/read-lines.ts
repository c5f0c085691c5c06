// The lines of a stream of text.
import { checkBytes } from "./check-bytes.ts";
import { decodeStream } from "./decode-stream.ts";
import { LineDecoder } from "./line-decoder.ts";

/** Size of a line unless the caller sets one: as much as a whole body may have by default. */
export const MAX_LINE_BYTES = 1_048_576;

export interface ReadLinesOptions {
  /** Ends the loop with its reason and cancels the stream, also while the loop waits. */
  readonly signal?: AbortSignal | undefined;
  /** Largest line, in bytes without its end; `Infinity` for any. @default 1,048,576 */
  readonly maxLineBytes?: number | undefined;
}

/**
 * Reads the lines of `stream`, without their ends: LF, CR or CRLF, as Node's `readline` does. A last line without an
 * end counts. A byte order mark at the start is dropped, and bytes that are not UTF-8 become U+FFFD.
 *
 * Leaving the loop early cancels the stream and waits until it has let go. Small chunks are copied, so they hold no
 * memory of the runtime.
 *
 * ```ts
 * for await (const line of readLines(response.body, { signal })) console.log(line);
 * ```
 *
 * @throws `RangeError` for an option out of range. From the loop: `SizeLimitError` for a line over `maxLineBytes`; the
 * reason of `signal`; the error of the stream, the very object.
 */
export function readLines(
  stream: ReadableStream<Uint8Array> | null,
  { signal, maxLineBytes = MAX_LINE_BYTES }: ReadLinesOptions = {},
): AsyncGenerator<string, void, undefined> {
  return decodeStream(stream, new LineDecoder(checkBytes("maxLineBytes", maxLineBytes, 1)), signal);
}
