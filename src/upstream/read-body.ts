// Reads a whole body, for as long as its clock allows and as far as its cap.
import type { Answer } from "./fetch.ts";
import { UpstreamError } from "./outcome.ts";

/** Bytes that several bodies may still have together. */
export interface ByteBudget {
  left: number;
}

/**
 * Reads the body of `answer` to its end and releases the answer. A body that declares or turns out to be over `maxBytes`, decompressed, or over
 * what is left of `total`, is cancelled.
 *
 * @throws `UpstreamError` with outcome `too_large`; the reason of the answer's signal; what reading rejects with.
 */
export async function readBody(
  { response, signal, release }: Answer,
  upstream: string,
  maxBytes: number,
  total: ByteBudget,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const { headers } = response;
    // The declared length is that of the wire: compressed, it says little about what comes out.
    const declared = headers.has("Content-Encoding") ? NaN : Number(headers.get("Content-Length") ?? NaN);
    // A HEAD's answer declares what it does not have.
    if ((declared > maxBytes || declared > total.left) && response.body !== null) {
      await response.body.cancel();
      throw declared > maxBytes ? tooLarge(upstream, maxBytes) : noRoom(upstream);
    }
    if (Number.isNaN(declared)) {
      const body = response.body as ReadableStream<Uint8Array> | null;
      return body === null ? new Uint8Array() : await readCapped(body, upstream, maxBytes, total);
    }
    // Without a look at the body, which would make a stream of it.
    const whole = new Uint8Array(await response.arrayBuffer());
    total.left -= whole.byteLength;
    return whole;
  } catch (reason) {
    throw signal.aborted ? signal.reason : reason;
  } finally {
    release();
  }
}

async function readCapped(
  body: ReadableStream<Uint8Array>,
  upstream: string,
  maxBytes: number,
  total: ByteBudget,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    // Leaving the loop by the throw cancels the body.
    for await (const chunk of body) {
      length += chunk.byteLength;
      total.left -= chunk.byteLength;
      if (length > maxBytes) throw tooLarge(upstream, maxBytes);
      if (total.left < 0) throw noRoom(upstream);
      chunks.push(chunk);
    }
  } catch (reason) {
    // What is thrown away takes no room.
    total.left += length;
    throw reason;
  }
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

/** The error of a body over its cap. */
export function tooLarge(upstream: string, maxBytes: number): UpstreamError {
  return new UpstreamError(upstream, "too_large", `answered with more than the ${maxBytes} bytes that it may have`);
}

function noRoom(upstream: string): UpstreamError {
  return new UpstreamError(
    upstream,
    "too_large",
    "answered with more than the bodies of one request may have together",
  );
}
