// The reads of a buffer: which bytes each takes, and when it waits for more. The caller allows one read at a time.
import { IncompleteReadError } from "./incomplete-read-error.ts";
import { LimitOverrunError } from "./limit-overrun-error.ts";
import { SeparatorSearch, type Separator } from "./separator-search.ts";
import type { StreamBuffer } from "./stream-buffer.ts";

/** Ends a wait early when it aborts. */
type Signal = AbortSignal | undefined;

/** Takes up to `n` bytes of the first chunk, without a copy. Takes none at the end of the stream. */
export async function takeSome(buffer: StreamBuffer, n: number, signal: Signal): Promise<Uint8Array> {
  const { chunks } = buffer;
  if (n === 0) return chunks.take(0);
  while (chunks.length === 0) if (!(await buffer.more(signal))) break;
  return chunks.take(Math.min(n, chunks.at(0)?.length ?? 0));
}

/** Takes all bytes until the end. @throws {LimitOverrunError} for more than `maxBytes`. */
export async function takeAll(buffer: StreamBuffer, maxBytes: number, signal: Signal): Promise<Uint8Array> {
  do {
    if (buffer.chunks.length > maxBytes) throw new LimitOverrunError("no end of the stream", maxBytes);
  } while (await buffer.more(signal));
  return takeRest(buffer);
}

/** Takes `n` bytes. @throws {IncompleteReadError} with the rest, if the stream ends before. */
export async function takeExactly(buffer: StreamBuffer, n: number, signal: Signal): Promise<Uint8Array> {
  while (buffer.chunks.length < n) {
    if (!(await buffer.more(signal))) throw new IncompleteReadError(takeRest(buffer), n);
  }
  return buffer.chunks.take(n);
}

/**
 * Takes all bytes up to and including `separator`. If the stream ends without one, it takes nothing and resolves to
 * `undefined`.
 *
 * @throws {LimitOverrunError} for more than `limit` bytes before the separator.
 */
export async function takeThrough(
  buffer: StreamBuffer,
  separator: Separator,
  limit: number,
  signal: Signal,
): Promise<Uint8Array | undefined> {
  const { chunks } = buffer;
  const search = new SeparatorSearch(separator, limit);
  // Bytes of the chunk at `index` that were searched. The last chunk may grow during a wait.
  let searched = 0;
  for (let index = 0; ;) {
    const chunk = chunks.at(index);
    if (chunk !== undefined && chunk.length > searched) {
      const end = search.next(searched === 0 ? chunk : chunk.subarray(searched));
      if (end !== undefined) return chunks.take(end);
      if (search.exhausted) throw new LimitOverrunError("no separator", limit);
      searched = chunk.length;
    } else if (chunks.at(index + 1) !== undefined) {
      index++;
      searched = 0;
    } else if (!(await buffer.more(signal))) return undefined;
  }
}

/** Takes all bytes in the buffer. */
export function takeRest({ chunks }: StreamBuffer): Uint8Array {
  return chunks.take(chunks.length);
}
