// A port to listen on, when the one that was hoped for may be taken.
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/** Resolves to `wanted` if nobody listens there on loopback, else to a port that the system chooses. */
export async function freePort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? Promise.reject(new Error("no port is free"));
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, "localhost");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
