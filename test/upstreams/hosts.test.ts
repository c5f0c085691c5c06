// By which names the local upstreams answer: a page whose name resolves to loopback reaches them, and gets nothing.
import { expect } from "vitest";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { raw } from "./raw.ts";
import { test } from "./upstreams-test.ts";

const get = async (origin: string, path: string, host: string): Promise<string> =>
  (await raw(origin, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).text;

test.for(["localhost", "localhost:9000", "127.0.0.1", "127.0.0.1:9000", "[::1]:9000", "192.168.1.5:9000"])(
  "R18 they answer by the name %s",
  async (host, { origin, key }) => {
    expect(await get(origin, `/fault?key=${key}`, host)).toMatch(/^HTTP\/1.1 200 /);
  },
);

test.for(["rebound.example", "rebound.example:9000", "localhost.rebound.example", "127.0.0.1.rebound.example", ""])(
  "R18 they answer nothing by the name %o",
  async (host, { origin, key, seen }) => {
    for (const path of [`/fault?key=${key}`, "/v1/search?name=Lisbon", "/seen", "/misbehave"])
      expect(await get(origin, path, host)).toMatch(/^HTTP\/1.1 421 /);
    expect(await seen()).toMatchObject({ requests: 0 });
  },
);

test("R18 they answer by the name that they were made to listen at", async () => {
  const { origin, close } = await startUpstreams({ host: "localhost" });
  expect(await get(origin, "/fault", "localhost")).toMatch(/^HTTP\/1.1 200 /);
  await close();
});

test.for([
  ["https://elsewhere.example", 403],
  ["http://192.168.1.5", 403],
  ["null", 403],
  ["http://localhost:8787", 204],
] as const)("R18 a page of %s that makes a stand-in misbehave gets %i", async ([from, status], { origin }) => {
  const request = "DELETE /misbehave HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  const { text } = await raw(origin, `${request}Origin: ${from}\r\n\r\n`);
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});
