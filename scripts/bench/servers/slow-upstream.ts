// The ten upstreams, each of which answers after as many milliseconds as the process's argument says.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { partBody } from "./part-body.ts";

const delayMs = Number(process.argv[2]);
const bodies = Array.from({ length: 10 }, (_, part) => partBody(part));

const server = createServer({ keepAliveTimeout: 75_000 }, function answer(request, response) {
  setTimeout(function send() {
    response.setHeader("Content-Type", "application/json");
    response.end(bodies[Number(request.url?.slice("/part".length))]);
  }, delayMs);
});

server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
