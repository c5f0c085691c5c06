// Servers on loopback, each with one way of answering, that the Worker under test may probe.
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { startGreeter } from "../../scripts/upstreams/start-greeter.ts";
import { startRedis } from "./redis.ts";
import type { Talkers } from "./settings.ts";

/** What each TCP server does with a connection. */
const manners: Record<Exclude<keyof Talkers, "greeter" | "selfSigned" | "redis">, (socket: Socket) => unknown> = {
  silent: () => undefined,
  resets: (socket) => socket.resetAndDestroy(),
  hangsUp: (socket) => socket.end(),
  binary: (socket) => socket.write(new Uint8Array([0xff, 0xfe, 0x0a])),
  /** A line in two pieces, of characters of two bytes each. */
  halting(socket) {
    socket.setNoDelay();
    socket.write("é");
    setImmediate(() => socket.write("è\r\n"));
  },
  /** A line that is never finished. */
  trailing: (socket) => socket.write("login: "),
  floods(socket) {
    const chunk = Buffer.alloc(100_000, "é");
    const pour = (): void => {
      while (socket.writable && socket.write(chunk)) continue;
    };
    socket.on("drain", pour);
    pour();
  },
};

/** Starts them all. */
export async function startTalkers(): Promise<{ readonly talkers: Talkers; readonly close: () => Promise<void> }> {
  const open = new Set<Socket>();
  const servers: Server[] = [];
  async function listen(server: Server): Promise<number> {
    servers.push(server);
    server.on("connection", (socket: Socket) => {
      open.add(socket);
      socket.on("close", () => open.delete(socket)).on("error", () => undefined);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }

  const addresses: Record<string, string> = {};
  for (const [name, manner] of Object.entries(manners)) {
    const server = createServer((socket) => {
      socket.resume();
      manner(socket);
    });
    addresses[name] = `tcp://127.0.0.1:${await listen(server)}`;
  }
  const pem = readFileSync("test/support/certificates/self-signed.pem", "utf8");
  const secure = createSecureServer({ key: pem, cert: pem }, (_request, response) => response.end());
  const [greeter, redis] = await Promise.all([startGreeter(), startRedis()]);
  return {
    talkers: {
      ...(addresses as Record<keyof typeof manners, string>),
      selfSigned: `https://localhost:${await listen(secure)}`,
      greeter: greeter.address,
      redis: redis?.address,
    },
    async close() {
      for (const socket of open) socket.destroy();
      for (const server of servers) server.close();
      await Promise.all([greeter.close(), redis?.close()]);
    },
  };
}
