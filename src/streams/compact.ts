// A runtime hands out small chunks in large buffers, and who keeps such a chunk keeps all of its buffer.

/** Part of its buffer that a chunk must fill to be kept without a copy. A result then costs at most twice its bytes. */
const LEAST_SHARE = 0.5;

/** Returns `chunk`, or a copy where it fills less than half of its buffer. workerd fills one of 4 KiB for each read, with a byte if need be. */
export function compact(chunk: Uint8Array): Uint8Array {
  return chunk.byteLength < chunk.buffer.byteLength * LEAST_SHARE ? chunk.slice() : chunk;
}
