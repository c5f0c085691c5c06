// Writes as fast as the client reads and no faster, so that a slow reader costs a chunk of memory and not a whole body.
import type { ServerResponse } from "node:http";
import { pause } from "./pause.ts";

/**
 * Writes every chunk, waiting whenever the client is behind, and `delayMs` before each but the first. Resolves with
 * false as soon as the client has left, else with true.
 */
export async function writeChunks(
  response: ServerResponse,
  chunks: Iterable<Uint8Array>,
  delayMs = 0,
): Promise<boolean> {
  let isFirst = true;
  for (const chunk of chunks) {
    if (response.destroyed) return false;
    if (!isFirst && delayMs > 0 && !(await pause(delayMs, response))) return false;
    isFirst = false;
    if (!response.write(chunk)) await drained(response);
  }
  return !response.destroyed;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise(function waiting(resolve) {
    function done(): void {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    }
    response.once("drain", done);
    response.once("close", done);
  });
}
