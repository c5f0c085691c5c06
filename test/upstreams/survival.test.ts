// Nothing that a client sends ends the server: each test sends something odd, and then asks for something ordinary.
import { connect } from "node:net";
import { once } from "node:events";
import { expect } from "vitest";
import { raw } from "./raw.ts";
import { test } from "./upstreams-test.ts";

async function isAlive(origin: string): Promise<boolean> {
  return (await fetch(`${origin}/fault?key=alive`)).ok;
}

test.for([
  ["no HTTP at all", "hello there\r\n\r\n", "400"],
  ["a missing Host", "GET /fault HTTP/1.1\r\n\r\n", "400"],
  ["headers of 20 kB", `GET /fault HTTP/1.1\r\nHost: localhost\r\nX-Big: ${"x".repeat(20_000)}\r\n\r\n`, "431"],
  ["a query of 20 kB", `GET /fault?key=${"x".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, "431"],
  ["a bad chunk size", "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"],
] as const)("%s is refused", async ([, text, status], { origin }) => {
  expect((await raw(origin, text)).text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(await isAlive(origin)).toBe(true);
});

test.for([
  ["malformed percent-encoding", "/fault?key=%E0%A4%A&body=%", 200],
  ["a path that is malformed", "/%E0%A4%A", 404],
  ["a path of slashes", "//", 404],
  ["a path named like a property of objects", "/__proto__", 404],
  ["an asterisk", "*", 404],
  ["the absolute form", "http://elsewhere.example/fault", 200],
  ["a query of separators", "/fault?&&&=&", 400],
  ["a thousand parameters", `/fault?${Array.from({ length: 1_000 }, (_, i) => `p${i}=1`).join("&")}`, 400],
] as const)("%s in the request line is answered", async ([, target, status], { origin }) => {
  const { text } = await raw(origin, `OPTIONS ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(await isAlive(origin)).toBe(true);
});

test("a CONNECT is hung up on", async ({ origin }) => {
  expect((await raw(origin, "CONNECT x:1 HTTP/1.1\r\nHost: localhost\r\n\r\n")).text).toBe("");
  expect(await isAlive(origin)).toBe(true);
});

test("a wish to upgrade is passed over", async ({ origin }) => {
  const { text } = await raw(
    origin,
    "GET /fault HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n",
  );
  expect(text).toMatch(/^HTTP\/1.1 200 /);
});

test("HTTP/1.0 without a Host is answered, also with an absolute redirect", async ({ origin }) => {
  const { text } = await raw(origin, "GET /fault?redirect=1&redirectForm=absolute HTTP/1.0\r\n\r\n");
  expect(text).toContain(`location: ${origin}/fault?`);
});

test("an unknown path gets 404 that names it", async ({ origin }) => {
  const response = await fetch(`${origin}/nowhere?x=1`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ path: "/nowhere" });
});

test.for(["", "&framing=chunked", "&truncate", "&reset=body"])(
  "a client that resets in the middle of bytes=1073741824%s is survived",
  async (recipe, { origin, key, seen }) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    socket.write(`GET /fault?bytes=1073741824&key=${key}${recipe} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await once(socket, "data");
    socket.pause();
    socket.resetAndDestroy();
    expect(await seen("leftEarly:1")).toMatchObject({ openBodies: 0, completed: 0, cutShort: 0 });
    expect(await isAlive(origin)).toBe(true);
  },
);

test("requests sent without waiting for answers are answered in order", async ({ origin, key }) => {
  const one = `GET /fault?key=${key} HTTP/1.1\r\nHost: localhost\r\n`;
  const { text } = await raw(origin, `${one}\r\n${one}\r\n${one}Connection: close\r\n\r\n`);
  expect([...text.matchAll(/"n":(\d)/g)].map((match) => match[1])).toEqual(["1", "2", "3"]);
});
