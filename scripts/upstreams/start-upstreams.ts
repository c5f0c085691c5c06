// The local upstreams: an HTTP server on loopback that stands in for the public APIs and misbehaves on request, so that development,
// demos and tests need neither an account nor a network.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listen } from "../listen.ts";
import type { Recording } from "../record/recording.ts";
import { Recordings } from "./recordings.ts";
import { requestListener } from "./request-listener.ts";

/** Where the local upstreams listen, and what their jitter is drawn from. */
export interface UpstreamsOptions {
  /** TCP port, 0..65535; 0 lets the system choose. Default 0. */
  port?: number;
  /** What all jitter is drawn from: the same seed gives the same delays. Default 1. */
  seed?: number;
  /** The address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Answers that are replayed, the oldest first. Default none. */
  recordings?: readonly Recording[];
}

/** The local upstreams, running. */
export interface Upstreams {
  /** Where the server listens, without a trailing slash: `http://127.0.0.1:9000`. */
  readonly origin: string;
  /** Ends every open connection and resolves once the server is closed. Calling it again returns the same promise. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the local upstreams and resolves once they accept connections.
 *
 * @throws Node's own error when the address cannot be had (`EADDRINUSE`, `EACCES`); its `RangeError` for a port out of range.
 */
export async function startUpstreams({
  port = 0,
  seed = 1,
  host = "127.0.0.1",
  recordings = [],
}: UpstreamsOptions = {}): Promise<Upstreams> {
  const server = createServer(requestListener(seed, host, new Recordings(recordings)));
  // Node's default of 5 s is also KJ's, the HTTP client in workerd: now and then one would reuse a connection that the other is closing.
  server.keepAliveTimeout = 75_000;
  const { close } = await listen(server, port, host);
  return { origin: originOf(server.address()), close };
}

function originOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === "string") throw new TypeError("the server does not listen on TCP");
  const hostname = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${hostname}:${address.port}`;
}
