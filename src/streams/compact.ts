// A runtime hands out small chunks in large buffers. Keeping such a chunk keeps its whole buffer.

/**
 * Chunks under this size are always copied. workerd reads into buffers of 4 KiB, and does not show what a chunk leaves
 * empty: its `buffer` is as long as the chunk.
 */
const SMALL_CHUNK_BYTES = 2_048;

/** The share of its buffer that a larger chunk must fill to be kept without a copy. */
const LEAST_SHARE = 0.5;

/** Returns `chunk`, or a copy if its buffer may have more than twice its bytes. */
export function compact(chunk: Uint8Array): Uint8Array {
  const isSmall = chunk.byteLength < SMALL_CHUNK_BYTES || chunk.byteLength < chunk.buffer.byteLength * LEAST_SHARE;
  return isSmall ? chunk.slice() : chunk;
}
