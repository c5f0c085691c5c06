// A TCP server to probe: it greets whoever connects, as mail servers do, and answers PING, as Redis does.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** The greeter, running. */
export interface Greeter {
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
  /** Ends every connection and resolves once nobody listens any more. Calling it again waits for the same. */
  readonly close: () => Promise<void>;
}

/** Starts it on loopback, on a port that the system chooses. */
export async function startGreeter(): Promise<Greeter> {
  const open = new Set<Socket>();
  const server = createServer(function greet(socket) {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // A client that leaves makes it emit an error, which would end the process if nobody listened.
    socket.on("error", () => undefined);
    socket.write("220 greeter of the local upstreams\r\n");
    socket.on("data", (data: Buffer) => {
      socket.write(/^PING\r?\n/i.test(data.toString("latin1")) ? "+PONG\r\n" : "-ERR PING is all I know\r\n");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  let closed: Promise<unknown> | undefined;
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      closed ??= once(server.close(), "close");
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
