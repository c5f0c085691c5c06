// An upstream in the bench's own process that misbehaves as one scenario asks, and counts what reaches it.
import { createServer, type ServerResponse } from "node:http";
import { listen } from "../../listen.ts";
import { partBody } from "../servers/part-body.ts";

/** The answer to one request: a status, another body, or silence. */
export interface Scripted {
  readonly status?: number;
  readonly body?: string;
  /** Milliseconds until the answer; `Infinity` never answers. */
  readonly delayMs?: number;
}

/** Decides the answer to the `attempt`th request (from 1) for a part. */
export type Script = (part: number, attempt: number) => Scripted;

/** The requests since the script was set. */
export interface Seen {
  /** Requests by part. */
  readonly attempts: readonly number[];
  readonly total: number;
  /** Requests that are open now. */
  readonly open: number;
}

/** The upstream, running. */
export interface ScriptedUpstream {
  readonly origin: string;
  /** Sets the script and counts from zero. */
  readonly play: (script: Script) => void;
  readonly seen: () => Seen;
  /** Answers all requests that are open, with the body that their part has. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

/** Starts it. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  let script: Script = () => ({});
  let attempts: number[] = [];
  let open = new Map<ServerResponse, number>();

  const server = createServer({ keepAliveTimeout: 75_000 }, function answer(request, response) {
    const part = Number(request.url?.slice("/part".length));
    attempts[part] = (attempts[part] ?? 0) + 1;
    const now = open;
    now.set(response, part);
    response.on("close", () => now.delete(response));
    const { status = 200, body = partBody(part), delayMs = 0 } = script(part, attempts[part]);
    if (delayMs !== Infinity) setTimeout(() => send(response, status, body), delayMs);
  });
  const { port, close } = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    play(next) {
      script = next;
      attempts = [];
      open = new Map();
    },
    seen() {
      const counts = Array.from({ length: 10 }, (_, part) => attempts[part] ?? 0);
      return { attempts: counts, total: counts.reduce((sum, count) => sum + count, 0), open: open.size };
    },
    release() {
      for (const [response, part] of open) send(response, 200, partBody(part));
      script = () => ({});
    },
    close,
  };
}

function send(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "application/json");
  response.end(body);
}
