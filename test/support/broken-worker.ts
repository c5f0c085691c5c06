// The built Worker behind a proxy that breaks its answers.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { inject, onTestFinished } from "vitest";
import { listen } from "../../scripts/listen.ts";

/** The answer of a broken Worker. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Changes an answer. */
export type Break = (answer: Answer, request: { readonly path: string; readonly accept: string }) => void;

/** Puts a proxy before the built Worker that `breaks` each answer. It holds streams back until they have ended. */
export async function brokenWorker(breaks: Break): Promise<string> {
  const server = createServer((request, response) => void pass(request, response));
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { host: _host, connection: _connection, ...headers } = request.headers as Record<string, string>;
    const path = request.url ?? "/";
    const method = request.method ?? "GET";
    const sent = { method, headers, body: method === "GET" ? null : body };
    const answered = await fetch((inject("worker") ?? "") + path, sent);
    const answer = {
      status: answered.status,
      headers: Object.fromEntries(answered.headers),
      body: await answered.text(),
    };
    for (const name of ["content-length", "content-encoding", "transfer-encoding", "connection"])
      delete answer.headers[name];
    breaks(answer, { path, accept: headers["accept"] ?? "" });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
  const { port, close } = await listen(server);
  onTestFinished(close);
  return `http://127.0.0.1:${port}`;
}

/** Drops a header. */
export const drop =
  (header: string): Break =>
  ({ headers }) =>
    void delete headers[header];

/** Replaces a text in the body. */
export const say =
  (from: RegExp, to: string): Break =>
  (answer) =>
    void (answer.body = answer.body.replace(from, to));
