// The proxy before a real upstream: it passes on, measures and reports.
import { expect, test } from "vitest";
import { proxied, realApi } from "./real-api.ts";
import { gate } from "../../support/gate.ts";

test("a call is passed on unchanged, but for the host and the coding", async () => {
  const api = await realApi(async (request, response) => {
    const { method, url, headers } = request;
    const body = (await request.toArray()).join("");
    response.writeHead(201, "Made", { "X-Own": "1" }).end(JSON.stringify({ method, url, headers, body }));
  });
  const { origin } = await proxied(api);
  const response = await fetch(`${origin}/a%20b?x=1&y=%C3%A9`, {
    method: "PUT",
    headers: { "X-Asked": "2", "Accept-Encoding": "gzip" },
    body: "text",
  });
  expect([response.status, response.statusText, response.headers.get("X-Own")]).toEqual([201, "Made", "1"]);
  expect(await response.json()).toMatchObject({
    method: "PUT",
    url: "/a%20b?x=1&y=%C3%A9",
    body: "text",
    headers: { host: new URL(api).host, "x-asked": "2", "accept-encoding": "identity" },
  });
});

test("a redirect within the upstream stays within the proxy; one to elsewhere is passed on", async () => {
  const api = await realApi(({ url, headers }, response) => {
    const location = url === "/within" ? `http://${headers.host}/next` : "https://other.example/";
    response.writeHead(302, { Location: location }).end();
  });
  const { origin } = await proxied(api);
  const locations = ["/within", "/away"].map(async (path) => {
    const response = await fetch(origin + path, { redirect: "manual" });
    return response.headers.get("Location");
  });
  expect(await Promise.all(locations)).toEqual(["/next", "https://other.example/"]);
});

test("E8 the time to the headers and the time of each piece are measured", async () => {
  let now = 1_000;
  const headersCame = gate<void>();
  const firstCame = gate<void>();
  const api = await realApi(async (_request, response) => {
    now += 120;
    response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
    await headersCame.wait();
    now += 30;
    response.write("data: 1\n");
    await firstCame.wait();
    now += 50;
    response.end("data: 2\n");
  });
  const { origin, exchanges } = await proxied(api, () => now);
  const response = await fetch(`${origin}/events`);
  headersCame.open();
  const reader = response.body?.getReader();
  await reader?.read();
  firstCame.open();
  await reader?.read();
  await reader?.read();
  const [exchange] = await exchanges(1);
  expect(exchange).toMatchObject({ headersMs: 120, bodyMs: 80, pieces: [{ atMs: 30 }, { atMs: 80 }] });
});

test("an upstream that the caller leaves is left too, and reported so", async () => {
  const left = gate<void>();
  const api = await realApi((_request, response) => {
    response.on("close", () => left.open());
    response.writeHead(200).write("first");
  });
  const { origin, exchanges } = await proxied(api);
  const call = new AbortController();
  await fetch(origin, call);
  call.abort();
  await left.wait();
  expect((await exchanges(1))[0]).toMatchObject({ failure: "left" });
});

test("the caller sees a broken body where the upstream broke off", async () => {
  const api = await realApi((_request, response) => {
    response.writeHead(200, { "Content-Length": "10" }).write("half", () => response.destroy());
  });
  const { origin } = await proxied(api);
  const response = await fetch(origin);
  await expect(response.text()).rejects.toThrow("terminated");
});
