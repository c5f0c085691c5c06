// What a server answers to what it is sent: streams, because it is a conversation, one line after the other.
import { TimeoutError, withTimeout } from "../gather/index.ts";
import { type Heard, isEnough, LINE_WAIT_MS, MAX_BANNER_BYTES } from "./banner.ts";
import type { StreamConnection } from "./open-connection.ts";

/**
 * Sends `text` and resolves to the line that comes next, or to what came of it in `LINE_WAIT_MS`; to nothing where the server closes instead.
 *
 * @throws `UpstreamError` for a connection that fails before the first byte.
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
    // What has come was said, whatever became of the rest.
    return { bytes, firstByteMs, ...(!(error instanceof TimeoutError) && { error }) };
  }
}
