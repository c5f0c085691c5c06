// The loop of every reader of lines, events and JSON lines. It handles abort, early exit and errors for all of them.

/** Turns chunks into values. No value is `undefined`. */
export interface StreamDecoder<T> {
  /** Takes the next chunk, after `next` has returned `undefined`. */
  push(chunk: Uint8Array): void;
  /** Returns the next value, or `undefined` if it needs another chunk. */
  next(): T | undefined;
  /** Returns the value that the end of the stream completes, or `undefined`. Called once. */
  end(): T | undefined;
}

/**
 * Reads `stream` through `decoder`. It reads one chunk at a time, and only when a value is asked for. `null` is the
 * body of an empty response and has no values. The stream is cancelled when the loop is left early, when `decoder`
 * throws, and as soon as `signal` aborts.
 *
 * @throws The reason of `signal`, the error of `decoder`, or the error of the stream, the very same object.
 * @throws {TypeError} for a locked stream, and for a chunk that is not a `Uint8Array`.
 */
export async function* decodeStream<T>(
  stream: ReadableStream<Uint8Array> | null,
  decoder: StreamDecoder<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  if (stream === null) {
    signal?.throwIfAborted();
    return;
  }
  const reader = stream.getReader();
  // Cancelling settles the pending read, so one listener serves the whole stream.
  const abort = (): void => void reader.cancel(signal?.reason).catch(ignore);
  let failure: unknown;
  signal?.addEventListener("abort", abort);
  try {
    signal?.throwIfAborted();
    for (;;) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) break;
      decoder.push(checkChunk(value));
      for (let item = decoder.next(); item !== undefined; item = decoder.next()) {
        yield item;
        signal?.throwIfAborted();
      }
    }
    const last = decoder.end();
    if (last !== undefined) yield last;
  } catch (error) {
    // After an abort the stream may fail with a copy of the reason.
    failure = signal?.aborted === true ? signal.reason : error;
    throw failure;
  } finally {
    signal?.removeEventListener("abort", abort);
    await reader.cancel(failure).catch(ignore);
    reader.releaseLock();
  }
}

function checkChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError(`a byte stream must yield Uint8Array chunks, not ${typeof chunk}`);
}

/** Errors of a cancelled stream do not matter. */
function ignore(): void {}
