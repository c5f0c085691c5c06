// Runs a built Worker's `fetch` in Node, so that both runtimes run the same code. The bundle's path is its argument.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";

const [path = ""] = process.argv.slice(2);
const { default: worker } = (await import(pathToFileURL(path).href)) as {
  default: { fetch: (request: Request) => Promise<Response> };
};

const server = createServer((request, response) => void answer(request, response));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answered = await worker.fetch(new Request(`http://localhost${request.url ?? "/"}`));
  response.statusCode = answered.status;
  response.end(await answered.text());
}
