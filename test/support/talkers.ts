// Servers on loopback, each with one way of answering, that the Worker under test may probe.
import { readFileSync } from "node:fs";
import { createServer as createSecureServer } from "node:https";
import { createServer, type Server, type Socket } from "node:net";
import { listen } from "../../scripts/listen.ts";
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
  const closes: (() => Promise<void>)[] = [];
  async function portOf(server: Server): Promise<number> {
    const { port, close } = await listen(server);
    closes.push(close);
    return port;
  }

  const addresses: Record<string, string> = {};
  for (const [name, manner] of Object.entries(manners)) {
    const server = createServer((socket) => {
      socket.resume();
      manner(socket);
    });
    addresses[name] = `tcp://127.0.0.1:${await portOf(server)}`;
  }
  const pem = readFileSync("test/support/certificates/self-signed.pem", "utf8");
  const secure = createSecureServer({ key: pem, cert: pem }, (_request, response) => response.end());
  const [greeter, redis] = await Promise.all([startGreeter(), startRedis()]);
  return {
    talkers: {
      ...(addresses as Record<keyof typeof manners, string>),
      selfSigned: `https://localhost:${await portOf(secure)}`,
      greeter: greeter.address,
      redis: redis?.address,
    },
    async close() {
      await Promise.all([greeter.close(), redis?.close(), ...closes.map((end) => end())]);
    },
  };
}
