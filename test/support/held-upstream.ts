// An upstream that holds every answer until the test says, and tells when somebody has left it.
import { createServer, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { listen } from "../../scripts/listen.ts";

/** A request that is held. */
interface Held {
  readonly headers: () => void;
  readonly body: () => void;
  /** Resolves when the other side has closed before all was sent. */
  readonly left: Promise<void>;
}

/** An upstream of one test. */
export interface HeldUpstream {
  readonly origin: string;
  /** Resolves to the request of this path, as soon as it is there. */
  readonly request: (path: string) => Promise<Held>;
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[];
}

/** Starts it, until the test ends. */
export async function heldUpstream(): Promise<HeldUpstream> {
  const asked: string[] = [];
  const arrivals = new Map<string, PromiseWithResolvers<Held>>();
  const arrival = (path: string): PromiseWithResolvers<Held> => {
    const known = arrivals.get(path) ?? Promise.withResolvers<Held>();
    arrivals.set(path, known);
    return known;
  };
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    arrival(path).resolve(held(response));
  });
  const { port, close } = await listen(server);
  onTestFinished(close);
  return { origin: `http://127.0.0.1:${port}`, asked, request: (path) => arrival(path).promise };
}

function held(response: ServerResponse): Held {
  const left = Promise.withResolvers<void>();
  response.on("close", () => {
    if (!response.writableFinished) left.resolve();
  });
  return {
    headers: () => {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.flushHeaders();
    },
    body: () => response.end("{}"),
    left: left.promise,
  };
}
