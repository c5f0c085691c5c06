// Open access, as a browser meets it: over real HTTP, with the names and origins that a page cannot forge.
import { connect } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { ownBuilt } from "../support/own-built.ts";

/** The status of a fan-out of nothing but a fault, asked for with these headers. */
async function statusOf(worker: string, upstreams: string, headers: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(worker);
  const body = JSON.stringify({ requests: [{ url: `${upstreams}/fault` }] });
  const client = connect(Number(port), hostname);
  const head = [
    "POST /gather HTTP/1.1",
    ...headers,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
  ];
  client.write([...head, "Connection: close", "", body].join("\r\n"));
  const [answer] = (await once(client, "data")) as [Buffer];
  client.destroy();
  return Number(answer.toString("latin1").split(" ")[1]);
}

test.each([
  [["Host: localhost:8787"], 200],
  [["Host: 127.0.0.1"], 200],
  [["Host: [::1]:8787"], 200],
  [["Host: localhost:8787", "Origin: http://localhost:8787"], 200],
  [["Host: rebound.example:8787"], 401],
  [["Host: rebound.example:8787", "Origin: http://rebound.example:8787"], 401],
  [["Host: localhost:8787", "Origin: https://elsewhere.example"], 401],
])("R18 with %o it is %i", async (headers, status) => {
  const { worker, upstreams } = await ownBuilt({ API_KEYS: "", OPEN_ACCESS: "true" });
  expect(await statusOf(worker, upstreams, headers)).toBe(status);
});
