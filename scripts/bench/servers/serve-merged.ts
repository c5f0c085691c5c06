// A plain Node server around a merging function. The upstream's origin is the process's argument.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Merge = (origin: string, client: AbortSignal) => Promise<Record<string, unknown>>;

/** Answers every request with what `merge` returns, or 500; prints its origin when it listens. */
export function serveMerged(merge: Merge): void {
  const [origin = ""] = process.argv.slice(2);

  async function answer(response: ServerResponse): Promise<void> {
    const client = new AbortController();
    response.on("close", () => client.abort());
    try {
      const body = JSON.stringify(await merge(origin, client.signal));
      response.setHeader("Content-Type", "application/json");
      response.end(body);
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  }

  const server = createServer((_request, response) => void answer(response));
  server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}
