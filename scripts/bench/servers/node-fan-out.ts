// The same fan-out as a plain Node server: `http`, the built-in `fetch`, `Promise.all`. The upstream's origin is its argument.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { plainlyMerged } from "../workers/parts.ts";

const [origin = ""] = process.argv.slice(2);

const server = createServer((_request, response) => void merge(response));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

async function merge(response: ServerResponse): Promise<void> {
  const merged = await plainlyMerged(origin);
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(merged));
}
