// Puts an answer on the wire, or as much of it as is meant to arrive.
import type { Socket } from "node:net";
import type { Answer } from "./answer-for.ts";
import { leadingChunks } from "./body.ts";
import type { Exchange } from "./exchange.ts";
import { pause } from "./pause.ts";
import type { Visit } from "./visit.ts";
import { writeChunks } from "./write-chunks.ts";

/**
 * Delivers `answer` and keeps `visit` informed. Resolves when there is nothing left to do, which for a stalled answer is long before it
 * ends, and for a client that leaves is at once.
 *
 * What goes wrong inside a body does not go wrong where there is none: after HEAD, with status 204, 205 and 304, and with a Content-Length of 0,
 * after which clients send the next request over the same connection. Only a reset or a cut ends that connection all the same.
 */
export async function deliver(answer: Answer, { request, response }: Exchange, visit: Visit): Promise<void> {
  const { body, mishap, chunkDelayMs } = answer;
  if (mishap === "stall headers") return;
  if (mishap === "reset headers") {
    visit.cutShort();
    request.socket.resetAndDestroy();
    return;
  }

  visit.sendHeaders();
  if (answer.reason !== undefined) response.statusMessage = answer.reason;
  response.writeHead(answer.status, answer.headers);
  if (!body || request.method === "HEAD" || isAnnouncedEmpty(answer)) {
    response.end();
    return;
  }
  if (answer.bodyDelayMs > 0) {
    response.flushHeaders();
    if (!(await pause(answer.bodyDelayMs, response))) return;
  }
  if (answer.together > 0) {
    response.flushHeaders();
    if (!(await visit.together(answer.together, response))) return;
  }
  if (mishap === "none") {
    if (await writeChunks(response, body.chunks(), chunkDelayMs)) response.end();
    return;
  }

  // The half of a very short body is nothing, and then no write would take the headers along.
  response.flushHeaders();
  if (!(await writeChunks(response, leadingChunks(body, Math.floor(body.byteLength / 2)), chunkDelayMs))) return;
  if (mishap === "stall body") return;
  if (!(await flushed(request.socket))) return;
  visit.cutShort();
  if (mishap === "reset body") request.socket.resetAndDestroy();
  else request.socket.destroySoon();
}

function isAnnouncedEmpty({ headers, mishap }: Answer): boolean {
  return headers["content-length"] === 0 && (mishap === "none" || mishap === "stall body");
}

// Resolves when the system has taken all that was written, as a reset throws away the rest; with false when the client left first.
function flushed(socket: Socket): Promise<boolean> {
  return new Promise(function waiting(resolve) {
    socket.write("", (error) => resolve(!error));
  });
}
