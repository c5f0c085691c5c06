// `/echo`: what left the client is what it shows.
import { expect } from "vitest";
import { test } from "./upstreams-test.ts";

test("echoes method, URL, headers and body", async ({ origin, key }) => {
  const url = `/echo?key=${key}&q=a%20b`;
  const response = await fetch(origin + url, { method: "PUT", headers: { "X-Mark": "1" }, body: "grüße" });
  expect(await response.json()).toMatchObject({ method: "PUT", url, headers: { "x-mark": "1" }, body: "grüße" });
});

test("echoes a request without a body", async ({ origin }) => {
  expect(await (await fetch(`${origin}/echo`)).json()).toMatchObject({ method: "GET", body: "" });
});

test("is counted under its key", async ({ origin, key, seen }) => {
  await (await fetch(`${origin}/echo?key=${key}`)).text();
  expect(await seen()).toMatchObject({ requests: 1, completed: 1 });
});

test("a body of 1 MiB is echoed, one byte more gets 413", async ({ origin }) => {
  const body = "x".repeat(2 ** 20);
  const most = await fetch(`${origin}/echo`, { method: "POST", body });
  expect(await most.json()).toMatchObject({ body });
  const tooMuch = await fetch(`${origin}/echo`, { method: "POST", body: `${body}x` });
  expect(tooMuch.status).toBe(413);
  expect(await tooMuch.text()).toContain("1048576 bytes");
});

test("a client that leaves in the middle of its own body is counted as such", async ({ origin, key, seen }) => {
  const call = new AbortController();
  const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half", signal: call.signal };
  const answer = fetch(`${origin}/echo?key=${key}`, init);
  await seen("waitingForHeaders:1");
  call.abort();
  await expect(answer).rejects.toThrow("aborted");
  expect(await seen("leftEarly:1")).toMatchObject({ completed: 0 });
});
