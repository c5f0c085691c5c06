// A TCP server to probe: it greets whoever connects, as mail servers do, and answers PING, as Redis does.
import { createServer } from "node:net";
import { listen } from "../listen.ts";

/** The greeter, running. */
export interface Greeter {
  /** `tcp://127.0.0.1:port`. */
  readonly address: string;
  /** Ends every connection and resolves once nobody listens any more. Calling it again returns the same promise. */
  readonly close: () => Promise<void>;
}

/** Starts it on loopback, on a port that the system chooses. */
export async function startGreeter(): Promise<Greeter> {
  const server = createServer(function greet(socket) {
    socket.write("220 greeter of the local upstreams\r\n");
    socket.on("data", (data: Buffer) => {
      socket.write(/^PING\r?\n/i.test(data.toString("latin1")) ? "+PONG\r\n" : "-ERR PING is all I know\r\n");
    });
  });
  const { port, close } = await listen(server);
  return { address: `tcp://127.0.0.1:${port}`, close };
}
