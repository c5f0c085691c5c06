// The sizes and encodings that `/fault` can give a body.
import { get, type IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { cutBody, textBody } from "../../scripts/upstreams/body.ts";
import { filledBody } from "../../scripts/upstreams/filled-body.ts";
import { gzipBody } from "../../scripts/upstreams/gzip-body.ts";
import { test } from "./upstreams-test.ts";

// Node's own client, because fetch inflates and hides what was sent.
function plainGet(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, resolve).on("error", reject));
}

test.for([0, 1, 2, 65_535, 65_536, 65_537, 200_000])("bytes=%i is a body of that size", async (bytes, { fault }) => {
  const response = await fetch(fault(`bytes=${bytes}`));
  expect(response.headers.get("content-length")).toBe(String(bytes));
  expect((await response.arrayBuffer()).byteLength).toBe(bytes);
});

test.for([1, 2, 3, 65_536, 200_000])("bytes=%i is valid JSON", async (bytes, { fault }) => {
  const response = await fetch(fault(`bytes=${bytes}`));
  await expect(response.json()).resolves.toBeDefined();
});

test("framing=chunked sends the same bytes without a Content-Length", async ({ fault }) => {
  const response = await fetch(fault("bytes=100000&framing=chunked"));
  expect(response.headers.has("content-length")).toBe(false);
  expect(response.headers.get("transfer-encoding")).toBe("chunked");
  expect((await response.arrayBuffer()).byteLength).toBe(100_000);
});

test("gzip announces the compressed length, and the body inflates to bytes", async ({ fault }) => {
  const response = await plainGet(fault("bytes=10000000&gzip"));
  const compressed = await buffer(response);
  expect(response.headers["content-encoding"]).toBe("gzip");
  expect(response.headers["content-length"]).toBe(String(compressed.byteLength));
  expect(compressed.byteLength).toBeLessThan(50_000);
  expect(gunzipSync(compressed).byteLength).toBe(10_000_000);
});

test("gzip goes with framing=chunked and with a given body", async ({ fault }) => {
  const response = await fetch(fault("body=hello&gzip&framing=chunked"));
  expect(response.headers.has("content-length")).toBe(false);
  expect(await response.text()).toBe("hello");
});

test.for([0, 1, 65_536, 200_000])("a gzip body of %i bytes is one that any decoder accepts", async (bytes) => {
  const packed = new Blob([Buffer.concat([...gzipBody(filledBody(bytes)).chunks()])]);
  const unpacked = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  expect(Buffer.from(unpacked)).toEqual(Buffer.concat([...filledBody(bytes).chunks()]));
});

test("a gzip body is as long as it says", () => {
  for (const body of [textBody(""), textBody("hello"), filledBody(300_000)]) {
    const packed = gzipBody(body);
    expect(Buffer.concat([...packed.chunks()]).byteLength).toBe(packed.byteLength);
  }
});

test("a gigabyte is announced at once, and a client that leaves stops it", async ({ fault, seen }) => {
  const response = await fetch(fault(`bytes=${2 ** 30}`));
  expect(response.headers.get("content-length")).toBe(String(2 ** 30));
  expect(await seen()).toMatchObject({ openBodies: 1 });
  await response.body?.cancel();
  expect(await seen("leftEarly:1")).toMatchObject({ openBodies: 0, completed: 0 });
});

test("together=2 sends the headers at once, and both bodies when both have them", async ({ fault, seen }) => {
  const first = await fetch(fault("together=2"));
  const counts = await seen();
  expect(counts).toMatchObject({ openBodies: 1, completed: 0 });
  const second = await fetch(fault("together=2"));
  expect(await Promise.all([first.json(), second.json()])).toMatchObject([{ n: 1 }, { n: 2 }]);
});

test("a client that leaves while bodies wait for each other is counted as such", async ({ fault, seen }) => {
  const response = await fetch(fault("together=2"));
  await response.body?.cancel();
  await seen("leftEarly:1");
});

test("fill repeats a text, hex is bytes, coding names the compression", async ({ fault }) => {
  expect(await (await fetch(fault("bytes=7&fill=a%C3%A9"))).text()).toBe("aéaéa");
  expect(await (await fetch(fault("hex=00ff"))).bytes()).toEqual(Uint8Array.of(0, 255));
  expect((await plainGet(fault("gzip&coding=x-gzip"))).headers["content-encoding"]).toBe("x-gzip");
});

test("chunkBytes=3 cuts the body into chunks of three bytes", async ({ fault }) => {
  expect(await (await fetch(fault("body=abcdefg&framing=chunked&chunkBytes=3"))).text()).toBe("abcdefg");
  expect([...cutBody(textBody("abcdefg"), 3).chunks()].map(String)).toEqual(["abc", "def", "g"]);
});

test.for(["together=2", "stall=body", "bodyDelayMs=60000"])(
  "an answer that announces an empty body is complete with its headers: %s",
  async (recipe, { fault, seen }) => {
    // Clients take it so, and send the next request over the same connection.
    await (await fetch(fault(`bytes=0&${recipe}`))).arrayBuffer();
    expect(await seen("completed:1")).toMatchObject({ openBodies: 0 });
  },
);
