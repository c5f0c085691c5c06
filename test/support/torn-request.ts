// A client that goes without a word: it resets its connection.
import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";

/** Posts `body` to `url` and resets the connection after `afterMs`, answered or not. Resolves when the connection is closed. */
export async function tornRequest(
  url: string,
  headers: Record<string, string>,
  body: string,
  afterMs: number,
): Promise<void> {
  const call = request(url, { method: "POST", headers, agent: false });
  call.on("response", (response) => response.on("error", () => undefined).resume());
  call.on("error", () => undefined);
  call.end(body);
  const [socket] = (await once(call, "socket")) as [Socket];
  const reset = setTimeout(() => socket.resetAndDestroy(), afterMs);
  await once(socket, "close");
  clearTimeout(reset);
}
