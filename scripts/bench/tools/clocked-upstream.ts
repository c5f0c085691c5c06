// An upstream in the bench's own process, so that one clock says when it answered and when the answer was there.
import { createServer } from "node:http";
import { listen } from "../../listen.ts";

/** The upstream, running. */
export interface ClockedUpstream {
  /** `/<milliseconds>` answers after that time. */
  readonly origin: string;
  /** When it last answered a path, on the clock of `performance.now()`. */
  readonly answeredAt: (path: string) => number;
  readonly close: () => Promise<void>;
}

/** Starts it. */
export async function startClockedUpstream(): Promise<ClockedUpstream> {
  const answered = new Map<string, number>();
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    const path = request.url ?? "/";
    setTimeout(answer, Number(path.slice(1)));

    function answer(): void {
      answered.set(path, performance.now());
      response.setHeader("Content-Type", "application/json");
      response.end("{}");
    }
  });
  const { port, close } = await listen(server);
  return { origin: `http://127.0.0.1:${port}`, answeredAt: (path) => answered.get(path) ?? NaN, close };
}
