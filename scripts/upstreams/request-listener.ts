// The one place where a request meets its route, and where an error meets an answer: nothing a client sends may end the process.
import type { RequestListener } from "node:http";
import { readCapped } from "../record/read-capped.ts";
import { BadQueryError } from "./bad-query-error.ts";
import type { Exchange } from "./exchange.ts";
import { findServed } from "./find-served.ts";
import { Misbehaviours } from "./misbehaviours.ts";
import { isOwnHost } from "./own-names.ts";
import type { Recordings } from "./recordings.ts";
import { replay } from "./replay.ts";
import { isOwnPath, routes } from "./routes.ts";
import { Seen } from "./seen.ts";
import { sendJson } from "./send-json.ts";

/**
 * Makes the listener for a server of Node's `http` that listens at `host`. Every listener has its own tallies and
 * misbehaviours. Jitter is drawn from `seed`; `recordings` go before the stand-ins. Requests by a name that is not this
 * machine's are answered 421.
 */
export function requestListener(seed: number, host: string, recordings: Recordings): RequestListener {
  const seen = new Seen();
  const misbehaviours = new Misbehaviours();
  return function onRequest(request, response) {
    // A client that leaves makes either of them emit an error, which would end the process if nobody listened.
    request.on("error", ignore);
    response.on("error", ignore);
    if (!isOwnHost(request.headers.host, host)) {
      sendJson(response, 421, { error: `nothing is served by the name ${request.headers.host}` });
      return;
    }
    const { path, query } = splitTarget(request.url ?? "/");
    let read: Promise<Uint8Array | undefined> | undefined;
    const body = (): Promise<Uint8Array | undefined> => (read ??= readCapped(request));
    void answer({ request, response, path, query, body, seen, misbehaviours, recordings, seed });
  };
}

async function answer(exchange: Exchange): Promise<void> {
  const { response, path, recordings } = exchange;
  try {
    if (!isOwnPath(path) && (await replay(exchange))) return;
    const served = findServed(routes, path);
    if (served) await served[1](exchange);
    else if (recordings.has(path)) sendJson(response, 404, { error: `no recording of ${path} has this request`, path });
    else sendJson(response, 404, { error: `nothing is served at ${path}`, path });
  } catch (error) {
    if (response.headersSent) response.destroy();
    else if (error instanceof BadQueryError)
      sendJson(response, 400, { error: error.message, parameter: error.parameter });
    else sendJson(response, 500, { error: String(error) });
  }
}

// `new URL` throws on targets that HTTP allows, such as "*" and "//".
function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const local = target.replace(/^https?:\/\/[^/?]*/i, "");
  const mark = local.indexOf("?");
  if (mark < 0) return { path: local, query: new URLSearchParams() };
  return { path: local.slice(0, mark), query: new URLSearchParams(local.slice(mark + 1)) };
}

function ignore(): void {}
