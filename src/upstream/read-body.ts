// Reads a whole body, for as long as its clock allows and as far as its cap.
import type { Answer } from "./fetch.ts";
import { UpstreamError } from "./outcome.ts";

/**
 * Reads the body of `answer` to its end and releases the answer. A body that declares or turns out to be over `maxBytes`, decompressed,
 * is cancelled.
 *
 * @throws `UpstreamError` with outcome `too_large`; the reason of the answer's signal; what reading rejects with.
 */
export async function readBody(
  { response, signal, release }: Answer,
  upstream: string,
  maxBytes: number,
): Promise<Uint8Array> {
  try {
    const { headers } = response;
    const body = response.body as ReadableStream<Uint8Array> | null;
    if (body === null) return new Uint8Array();
    // The declared length is that of the wire: compressed, it says little about what comes out.
    const declared = headers.has("Content-Encoding") ? NaN : Number(headers.get("Content-Length") ?? NaN);
    if (declared > maxBytes) {
      await body.cancel();
      throw tooLarge(upstream, maxBytes);
    }
    return declared <= maxBytes
      ? new Uint8Array(await response.arrayBuffer())
      : await readCapped(body, upstream, maxBytes);
  } catch (reason) {
    throw signal.aborted ? signal.reason : reason;
  } finally {
    release();
  }
}

async function readCapped(body: ReadableStream<Uint8Array>, upstream: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop by the throw cancels the body.
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(upstream, maxBytes);
    chunks.push(chunk);
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
  return new UpstreamError(upstream, "too_large", `answered with more than ${maxBytes} bytes`);
}
