// An upstream in the bench's own process that holds every request until it is released.
import { createServer, type ServerResponse } from "node:http";
import { listen } from "../../listen.ts";
import { partBody } from "../servers/part-body.ts";

/** The upstream, running. */
export interface HeldUpstream {
  readonly origin: string;
  /** Resolves once `count` requests are held. */
  readonly held: (count: number) => Promise<void>;
  /** Answers all that are held and all that come later. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

/** Starts it. */
export async function startHeldUpstream(): Promise<HeldUpstream> {
  const waiting: (() => void)[] = [];
  let released = false;
  let onCount: { readonly count: number; readonly resolve: () => void } | undefined;

  const server = createServer({ keepAliveTimeout: 75_000 }, function hold(request, response) {
    const part = Number(request.url?.slice("/part".length));
    if (released) return send(response, part);
    waiting.push(() => send(response, part));
    if (onCount !== undefined && waiting.length >= onCount.count) onCount.resolve();
  });
  const { port, close } = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    held(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      onCount = { count, resolve };
      if (waiting.length >= count) resolve();
      return promise;
    },
    release() {
      released = true;
      for (const answer of waiting.splice(0)) answer();
    },
    close,
  };
}

function send(response: ServerResponse, part: number): void {
  response.setHeader("Content-Type", "application/json");
  response.end(partBody(part));
}
