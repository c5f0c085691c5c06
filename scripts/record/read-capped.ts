// Reads a request's body, with a limit.
import type { IncomingMessage } from "node:http";
import { MAX_BODY_BYTES } from "./recording.ts";

/** Resolves with the body, or with `undefined` if it is over the limit or its sender leaves. The rest is dropped. */
export async function readCapped(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      byteLength += chunk.byteLength;
      if (byteLength <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return byteLength > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}
