// A runtime hands out small chunks in large buffers. Keeping such a chunk keeps its whole buffer.

/**
 * The share of its buffer that a chunk must fill to be kept without a copy. A chunk then costs at most twice its
 * bytes.
 */
const LEAST_SHARE = 0.5;

/**
 * Returns `chunk`, or a copy if it fills less than half of its buffer. workerd makes a buffer of 4 KiB for each read.
 */
export function compact(chunk: Uint8Array): Uint8Array {
  return chunk.byteLength < chunk.buffer.byteLength * LEAST_SHARE ? chunk.slice() : chunk;
}
