// A reverse proxy on loopback before one upstream. The Worker calls it in the upstream's place. It passes everything on
// and reports it.
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from "node:http";
import { request as requestHttps } from "node:https";
import { listen } from "../listen.ts";
import { backHome, passedOn } from "./proxy-headers.ts";
import type { FailedExchange, Piece, ProxiedExchange, ProxiedRequest } from "./exchange.ts";
import { readCapped } from "./read-capped.ts";
import { MAX_BODY_BYTES } from "./recording.ts";

/** Milliseconds an upstream may be silent. */
const IDLE_MS = 30_000;

/** A proxy, running. */
export interface Proxy {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

interface ProxyOptions {
  /** The variable that holds the upstream's origin in the Worker. */
  readonly variable: string;
  /** The real upstream. */
  readonly target: string;
  /** Called before a request is passed on. */
  readonly onStart?: () => void;
  /** Called once for each request, at its end. */
  readonly onEnd: (exchange: ProxiedExchange) => void;
  /** The clock, in milliseconds. */
  readonly now?: () => number;
}

/** Starts it on a port that the system chooses. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing, options));
  // Longer than workerd keeps a connection, or it would reuse one that is being closed.
  server.keepAliveTimeout = 75_000;
  const { port, close } = await listen(server);
  return { origin: `http://127.0.0.1:${port}`, close };
}

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, options: ProxyOptions): Promise<void> {
  const { variable, target, onStart, onEnd, now = () => performance.now() } = options;
  const { method = "GET", url = "/", headers } = incoming;
  const ended = Promise.withResolvers<ProxiedExchange>();
  void ended.promise.then(onEnd);
  onStart?.();
  outgoing.on("error", () => undefined);
  const body = await readCapped(incoming);
  const proxied: ProxiedRequest = { variable, method, target: url, headers, body };
  const fail = (failure: FailedExchange["failure"], why: string): void => {
    ended.resolve({ ...proxied, failure, why });
    outgoing.destroy();
  };
  if (body === undefined) return fail("large", `its request body is over ${MAX_BODY_BYTES} bytes`);

  const startedAt = now();
  const upstream = send(`${target}${url}`, method, passedOn(headers, target), body);
  outgoing.on("close", () => {
    if (outgoing.writableFinished) return;
    upstream.destroy();
    fail("left", "the Worker did not wait for the whole answer");
  });
  upstream.on("timeout", () => upstream.destroy(new Error(`silent for ${IDLE_MS} ms`)));
  upstream.on("error", (error: NodeJS.ErrnoException) => fail("unreachable", error.code ?? error.message));
  upstream.on("response", (answer) => {
    const headersAt = now();
    const { statusCode: status = 502, headers: answerHeaders } = answer;
    const pieces: Piece[] = [];
    let byteLength = 0;
    outgoing.writeHead(status, answer.statusMessage, backHome(answerHeaders, target));
    outgoing.flushHeaders();
    answer.on("data", (bytes: Buffer) => {
      byteLength += bytes.byteLength;
      if (byteLength <= MAX_BODY_BYTES) pieces.push({ atMs: now() - headersAt, bytes });
    });
    answer.on("error", () => fail("broken", "its answer broke off"));
    answer.on("end", () => {
      if (byteLength > MAX_BODY_BYTES)
        ended.resolve({ ...proxied, failure: "large", why: `its body is over ${MAX_BODY_BYTES} bytes` });
      const times = { headersMs: headersAt - startedAt, bodyMs: now() - headersAt };
      ended.resolve({ ...proxied, status, answerHeaders, ...times, pieces });
    });
    answer.pipe(outgoing);
  });
}

function send(
  url: string,
  method: string,
  headers: Record<string, string | string[]>,
  body: Uint8Array,
): ClientRequest {
  const request = url.startsWith("https:") ? requestHttps : requestHttp;
  const sent = request(url, { method, headers, timeout: IDLE_MS });
  sent.end(body);
  return sent;
}
