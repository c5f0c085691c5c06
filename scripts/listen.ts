// A server on loopback, for as long as it is wanted.
import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";

/** A server that listens. */
interface Listening {
  readonly port: number;
  /** Ends every connection and resolves once nobody listens any more. Calling it again returns the same promise. */
  readonly close: () => Promise<void>;
}

/**
 * Makes a server, of TCP or HTTP, listen on `port`; 0, the default, lets the system choose.
 *
 * @throws Node's own error when the address cannot be had (`EADDRINUSE`, `EACCES`); its `RangeError` for a port out of range.
 */
export async function listen(server: Server, port = 0, host = "127.0.0.1"): Promise<Listening> {
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    // A client that leaves makes it emit an error, which would end the process if nobody listened.
    socket.on("close", () => open.delete(socket)).on("error", () => undefined);
  });
  server.listen(port, host);
  await once(server, "listening");
  let closed: Promise<void> | undefined;
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      closed ??= new Promise(function closeServer(resolve) {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      });
      return closed;
    },
  };
}
