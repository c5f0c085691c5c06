// A body of a gigabyte must cost no more memory than one of ten bytes, so a body is a length and a way to make its chunks.

/** The bytes of one answer. */
export interface Body {
  readonly byteLength: number;
  /** Makes the bytes, from the first, in chunks that the caller must not change. */
  chunks(): Iterable<Uint8Array>;
}

/** The body that is `text` in UTF-8. */
export function textBody(text: string): Body {
  return bytesBody(Buffer.from(text));
}

/** The body that is `bytes`. */
export function bytesBody(bytes: Uint8Array): Body {
  return { byteLength: bytes.byteLength, chunks: () => (bytes.byteLength > 0 ? [bytes] : []) };
}

/** The first `byteLength` bytes of `body`, or all of it when it is shorter. */
export function* leadingChunks(body: Body, byteLength: number): Generator<Uint8Array> {
  let left = byteLength;
  for (const chunk of body.chunks()) {
    if (left <= 0) return;
    yield chunk.subarray(0, left);
    left -= chunk.byteLength;
  }
}

/** `body` in chunks of at most `chunkBytes`. */
export function cutBody(body: Body, chunkBytes: number): Body {
  return {
    byteLength: body.byteLength,
    *chunks() {
      for (const chunk of body.chunks()) {
        for (let at = 0; at < chunk.byteLength; at += chunkBytes) yield chunk.subarray(at, at + chunkBytes);
      }
    },
  };
}
