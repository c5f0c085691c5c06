// What a server answers to what it is sent: streams, because it is a conversation, one line after the other.
import { withTimeout } from "../gather/index.ts";
import type { StreamReader } from "../streams/stream-reader.ts";
import { type Heard, isEnough, LINE_WAIT_MS, MAX_BANNER_BYTES } from "./banner.ts";
import type { StreamConnection } from "./open-connection.ts";

/**
 * Sends `text` and resolves to the line that comes next, or to what came of it in `LINE_WAIT_MS`; to nothing where the server closes instead.
 *
 * @throws `UpstreamError` for a connection that ends before the first byte.
 */
export async function ask({ reader, writer }: StreamConnection, text: string): Promise<Heard> {
  const askedAt = performance.now();
  writer.write(text);
  const first = await reader.read(MAX_BANNER_BYTES);
  const firstByteMs = first.length === 0 ? undefined : performance.now() - askedAt;
  if (first.length === 0 || isEnough(first)) return { bytes: first, firstByteMs };
  const rest = await restOfLine(reader, MAX_BANNER_BYTES - first.length);
  return { bytes: new Uint8Array([...first, ...rest]), firstByteMs };
}

async function restOfLine(reader: StreamReader, most: number): Promise<Uint8Array> {
  try {
    const line = await withTimeout(LINE_WAIT_MS, ({ signal }) => reader.readLine({ signal }));
    return line.subarray(0, most);
  } catch {
    // Late, too long or broken off: what is there was said all the same.
    return reader.buffered === 0 ? new Uint8Array() : reader.read(Math.min(most, reader.buffered));
  }
}
