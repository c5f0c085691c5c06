// `/echo`: shows a test which method, headers and body really left the Worker.
import type { IncomingMessage } from "node:http";
import type { Exchange } from "./exchange.ts";
import { readQuery, tallyKey } from "./read-query.ts";
import { sendJson } from "./send-json.ts";
import * as z from "zod";

const maxBytes = 2 ** 20;
const EchoQuery = z.object({ key: tallyKey() });

/**
 * Answers with `{ method, url, headers, body }` as they came in: header names in lower case, the body as UTF-8 text. Counted under `key`;
 * any other query parameter is only echoed. A body over 1 MiB gets 413, and the rest of it is read and dropped.
 */
export async function echo({ request, response, query, seen }: Exchange): Promise<void> {
  const { key } = readQuery(EchoQuery, query);
  const visit = seen.receive(key, request, response);
  const body = await readText(request);
  if (response.destroyed) return;
  visit.sendHeaders();
  if (body === undefined) sendJson(response, 413, { error: `the body is over ${maxBytes} bytes` });
  else sendJson(response, 200, { method: request.method, url: request.url, headers: request.headers, body });
}

// Resolves with undefined when there is too much of it, and with what there was when the client leaves.
function readText(request: IncomingMessage): Promise<string | undefined> {
  return new Promise(function reading(resolve) {
    const chunks: Buffer[] = [];
    let byteLength = 0;
    request.on("data", function keep(chunk: Buffer) {
      byteLength += chunk.byteLength;
      if (byteLength <= maxBytes) chunks.push(chunk);
      else resolve(undefined);
    });
    request.once("close", () => resolve(Buffer.concat(chunks).toString("utf8")));
  });
}
