// An upstream of one test that notes when each request arrives, and how many it has at once.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { listen } from "../../scripts/listen.ts";

/** The upstream, and what it saw. */
export interface ClockedServer {
  readonly origin: string;
  /** When each request arrived, in milliseconds since 1970. */
  readonly arrivals: number[];
  /** The most requests that it had at once. */
  readonly most: () => number;
  /** How often each path was asked for. */
  readonly paths: Map<string, number>;
}

/** Starts it, until the test ends. `answer` answers each request; `count` is how many there were, this one included. */
export async function clockedServer(
  answer: (response: ServerResponse, count: number, request: IncomingMessage) => void,
): Promise<ClockedServer> {
  const arrivals: number[] = [];
  const paths = new Map<string, number>();
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    arrivals.push(Date.now());
    const path = request.url ?? "";
    paths.set(path, (paths.get(path) ?? 0) + 1);
    most = Math.max(most, ++open);
    response.on("close", () => open--);
    request.resume().on("end", () => answer(response, arrivals.length, request));
  });
  const { port, close } = await listen(server);
  onTestFinished(close);
  return { origin: `http://127.0.0.1:${port}`, arrivals, most: () => most, paths };
}
