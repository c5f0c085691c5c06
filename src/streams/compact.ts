// A runtime hands out small chunks in large buffers. Keeping such a chunk keeps its whole buffer.

/**
 * Chunks under this size are always copied. workerd reads into buffers of 4 KiB and hides the unused rest: the `buffer`
 * of a chunk is as long as the chunk.
 */
const SMALL_CHUNK_BYTES = 2_048;

/** A larger chunk is kept without a copy if it fills this share of its buffer. */
const LEAST_SHARE = 0.5;

/** Returns `chunk`, or a copy of it if its buffer may be more than twice as large. */
export function compact(chunk: Uint8Array): Uint8Array {
  const isSmall = chunk.byteLength < SMALL_CHUNK_BYTES || chunk.byteLength < chunk.buffer.byteLength * LEAST_SHARE;
  return isSmall ? chunk.slice() : chunk;
}
