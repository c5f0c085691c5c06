// TCP servers that do what a test tells them, over HTTP, so that tests inside workerd decide what happens when at the other end.
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { listen } from "../../scripts/listen.ts";

const certificates = (name: string): { key: string; cert: string } => {
  const pem = readFileSync(`test/support/certificates/${name}.pem`, "utf8");
  return { key: pem, cert: pem };
};

/** A server, and the connection that was made to it last. */
class Peer {
  readonly server: Server;
  /** What it has seen. */
  readonly seen = { connections: 0, bytes: 0, ends: 0, closes: 0, resets: 0 };
  text = "";
  /** Everyone who waits for it to see something. */
  readonly watchers = new Set<() => void>();
  readonly #tls: string | null;
  #current: Socket | undefined;

  /** `tls`: the certificate to speak TLS with from the first byte on. */
  constructor(tls: string | null) {
    this.#tls = tls;
    this.server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  async do(action: string, body: Buffer): Promise<void> {
    while (this.#current === undefined) await new Promise<void>((resolve) => this.watchers.add(resolve));
    const socket = this.#current;
    if (action === "write") socket.write(body);
    else if (action === "end") socket.end();
    else if (action === "reset") socket.resetAndDestroy();
    else if (action === "pause") socket.pause();
    else if (action === "resume") socket.resume();
    else if (action === "echo") socket.on("data", (data: Buffer) => socket.write(data));
    else if (action === "consent") {
      socket.write(body);
      // Before the client can have heard of it: the first bytes of its handshake must find TLS.
      this.#secure(socket, "localhost");
    } else throw new Error(`${action} is nothing that a peer does`);
  }

  #accept(socket: Socket): void {
    socket.on("close", () => this.#note("closes"));
    if (this.#tls === null) this.#watch(socket);
    else this.#secure(socket, this.#tls);
    this.#note("connections");
  }

  #secure(socket: Socket, certificate: string): void {
    socket.removeAllListeners("data");
    socket.removeAllListeners("end");
    this.#watch(new TLSSocket(socket, { isServer: true, ...certificates(certificate) }));
  }

  #watch(socket: Socket): void {
    this.#current = socket;
    socket.on("error", () => this.#note("resets"));
    socket.on("end", () => this.#note("ends"));
    socket.on("data", (data: Buffer) => {
      this.seen.bytes += data.length - 1;
      this.text = (this.text + data.toString("latin1")).slice(0, 1_000);
      this.#note("bytes");
    });
  }

  #note(event: keyof Peer["seen"]): void {
    this.seen[event]++;
    for (const tell of this.watchers) tell();
    this.watchers.clear();
  }
}

/** Milliseconds that a test waits for a peer to see something. */
const GIVE_UP_MS = 10_000;

/**
 * Starts the server that tests command peers through: `POST /peers?tls=localhost` makes one, `POST /peers/1/write` commands it, `GET
 * /peers/1?until=ends:1` waits for what it sees, `DELETE /peers/1` ends it.
 */
export async function startPeers(): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const peers: { readonly peer: Peer; readonly end: () => Promise<void> }[] = [];
  const http = createHttpServer((request, response) => {
    answer(request).then(
      (value) => response.end(JSON.stringify(value)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  http.keepAliveTimeout = 75_000;
  const { port: commands, close } = await listen(http);
  return {
    origin: `http://127.0.0.1:${commands}`,
    close: async () => void (await Promise.all([close(), ...peers.map(({ end }) => end())])),
  };

  async function answer(request: IncomingMessage): Promise<unknown> {
    const url = new URL(request.url ?? "", "http://peers");
    const [, , id, action] = url.pathname.split("/");
    if (id === undefined) {
      const made = new Peer(url.searchParams.get("tls"));
      const { port, close: end } = await listen(made.server);
      return { id: peers.push({ peer: made, end }) - 1, port };
    }
    const known = peers[Number(id)];
    if (known === undefined) throw new Error(`there is no peer ${id}`);
    const { peer, end } = known;
    if (request.method === "DELETE") await end();
    if (action !== undefined) await peer.do(action, Buffer.concat(await request.toArray()));
    const [event, least] = url.searchParams.get("until")?.split(":") ?? [];
    const giveUp = AbortSignal.timeout(GIVE_UP_MS);
    while (peer.seen[(event ?? "bytes") as keyof Peer["seen"]] < Number(least ?? 0)) {
      await Promise.race([new Promise<void>((resolve) => peer.watchers.add(resolve)), once(giveUp, "abort")]);
      if (giveUp.aborted) throw new Error(`${event}:${least} did not come true: ${JSON.stringify(peer.seen)}`);
    }
    return { ...peer.seen, text: peer.text };
  }
}
