// Every answer that is not the fault itself is one JSON value, so that a test can always parse what it got.
import type { ServerResponse } from "node:http";

/** Answers with `value` as JSON and ends the response. A client that has left already gets nothing, without an error. */
export function sendJson(response: ServerResponse, status: number, value: unknown, headers: object = {}): void {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
