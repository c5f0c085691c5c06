// Sends a text to a server and reads the answer. It uses streams, because a conversation goes line by line.
import { TimeoutError, withTimeout } from "../gather/index.ts";
import { type Heard, isEnough, LINE_WAIT_MS, MAX_BANNER_BYTES } from "./banner.ts";
import type { StreamConnection } from "./open-connection.ts";

/**
 * Sends `text` and resolves to the next line, or to the bytes that came within `LINE_WAIT_MS`. If the server closes the
 * connection, it resolves to no bytes.
 *
 * @throws {UpstreamError} for a connection that fails before the first byte.
 */
export async function ask({ reader, writer }: StreamConnection, text: string): Promise<Heard> {
  const askedAt = performance.now();
  writer.write(text);
  let bytes = await reader.read(MAX_BANNER_BYTES);
  if (bytes.length === 0) return { bytes, firstByteMs: undefined };
  const firstByteMs = performance.now() - askedAt;
  try {
    await withTimeout(LINE_WAIT_MS, async function readRest({ signal }) {
      while (!isEnough(bytes)) {
        const more = await reader.read(MAX_BANNER_BYTES - bytes.length, { signal });
        if (more.length === 0) return;
        bytes = new Uint8Array([...bytes, ...more]);
      }
    });
    return { bytes, firstByteMs };
  } catch (error) {
    // The bytes so far are an answer, even if the rest fails.
    return { bytes, firstByteMs, ...(!(error instanceof TimeoutError) && { error }) };
  }
}
