// `/misbehave`: a stand-in fails on command, and its caller sends nothing but what it always sends.
import { expect } from "vitest";
import { Misbehaviour, Misbehaviours } from "../../scripts/upstreams/misbehaviours.ts";
import { readRecipe } from "../../scripts/upstreams/recipe.ts";
import { anyNumber, test } from "./stand-ins-test.ts";

const air = "/v1/air-quality?latitude=1&longitude=1&current=pm10";
const weather = "/v1/forecast?latitude=1&longitude=1&current=weather_code";
const summary = "/api/rest_v1/page/summary/";

test.for([
  ["search", "/v1/search", "?name=Cairo"],
  ["forecast", "/v1/forecast", "?latitude=1&longitude=1"],
  ["air-quality", "/v1/air-quality", "?latitude=1&longitude=1"],
  ["summary", summary, "Cairo"],
] as const)(
  "requests are counted under %s, refused ones and ones that misbehave too",
  async ([key, servedAt, rest], { get, misbehave }) => {
    const path = servedAt + rest;
    await get(path);
    expect(await misbehave("POST", `path=${servedAt}&status=503`)).toBe(204);
    expect((await get(path)).status).toBe(503);
    await misbehave("DELETE");
    await get(servedAt);
    expect((await get(`/seen?key=${key}&until=completed:3`)).json).toMatchObject({ requests: 3, completed: 3 });
  },
);

test("only the path that was named misbehaves", async ({ get, misbehave }) => {
  await misbehave("POST", "path=/v1/air-quality&status=500");
  expect((await get(air)).status).toBe(500);
  expect((await get(weather)).status).toBe(200);
});

test("a delay holds back the stand-in's own answer", async ({ origin, get, misbehave }) => {
  await misbehave("POST", "path=/v1/air-quality&delayMs=60000");
  const call = new AbortController();
  const slow = fetch(origin + air, { signal: call.signal });
  await get("/seen?key=air-quality&until=waitingForHeaders:1");
  call.abort();
  await expect(slow).rejects.toThrow("aborted");
  await misbehave("POST", "path=/v1/air-quality&delayMs=1");
  expect((await get(air)).json).toMatchObject({ current: { pm10: anyNumber } });
});

test("a truncated, compressed or mislabelled answer is the stand-in's own", async ({ origin, get, misbehave }) => {
  await misbehave("POST", `path=${air.split("?")[0]}&truncate`);
  await expect(fetch(origin + air).then((response) => response.text())).rejects.toThrow("terminated");
  await misbehave("POST", "path=/v1/air-quality&gzip&contentType=text/plain");
  expect(await get(air)).toMatchObject({ status: 200, contentType: "text/plain", json: { timezone: "GMT" } });
});

test("a stalled answer has the headers of the stand-in's own", async ({ origin, get, misbehave }) => {
  await misbehave("POST", "path=/v1/search&stall=body");
  const response = await fetch(`${origin}/v1/search`);
  expect(response.status).toBe(400);
  await response.body?.cancel();
  expect((await get("/seen?key=search&until=leftEarly:1")).json).toMatchObject({ completed: 0 });
});

test("a body of the recipe's replaces the stand-in's", async ({ origin, misbehave }) => {
  await misbehave("POST", "path=/v1/forecast&body=%3Chtml%3E&contentType=text/html");
  expect(await (await fetch(origin + weather)).text()).toBe("<html>");
});

test("failFirst counts from when it was said, and then the stand-in answers again", async ({ get, misbehave }) => {
  await get(air);
  for (const round of ["first", "second"]) {
    await misbehave("POST", "path=/v1/air-quality&failFirst=1&failStatus=429");
    expect(await get(air), round).toMatchObject({ status: 429, json: { ok: false, key: "air-quality", n: 1 } });
    expect(await get(air), round).toMatchObject({ status: 200, json: { timezone: "GMT" } });
  }
});

test("redirects lead to the stand-in's own answer", async ({ get, misbehave }) => {
  await misbehave("POST", "path=/v1/air-quality&redirect=2");
  expect(await get(air)).toMatchObject({ status: 200, json: { timezone: "GMT" } });
  expect((await get("/seen?key=air-quality")).json).toMatchObject({ requests: 3 });
});

test("one page can misbehave for itself, and goes before all pages", async ({ get, misbehave }) => {
  await misbehave("POST", `path=${encodeURIComponent(`${summary}São_Paulo`)}&status=500`);
  await misbehave("POST", `path=${summary}&status=502`);
  expect((await get(`${summary}S%C3%A3o_Paulo`)).status).toBe(500);
  expect((await get(`${summary}Cairo`)).status).toBe(502);
});

test("only requests that match misbehave, and a match goes before none", async ({ get, misbehave }) => {
  await misbehave("POST", "path=/v1/search&match=name%3DCairo&status=500");
  expect([(await get("/v1/search?name=Cairo")).status, (await get("/v1/search?name=Lima")).status]).toEqual([500, 200]);
  await misbehave("POST", "path=/v1/search&status=502");
  expect([(await get("/v1/search?name=Cairo")).status, (await get("/v1/search?name=Lima")).status]).toEqual([500, 502]);
  await misbehave("DELETE", "path=/v1/search");
  expect((await get("/v1/search?name=Cairo")).status).toBe(200);
});

test("DELETE ends the path that it names, and without one all", async ({ get, misbehave }) => {
  await misbehave("POST", "path=/v1/air-quality&status=500");
  await misbehave("POST", "path=/v1/forecast&status=500");
  expect(await misbehave("DELETE", "path=/v1/forecast")).toBe(204);
  expect([(await get(weather)).status, (await get(air)).status]).toEqual([200, 500]);
  expect(await misbehave("DELETE")).toBe(204);
  expect((await get(air)).status).toBe(200);
});

test.for([
  ["no path", "POST", "status=503", "path"],
  ["a path that no stand-in serves", "POST", "path=/fault", "path"],
  ["a prefix without its slash", "POST", "path=/api/rest_v1/page/summary", "path"],
  ["an endless path", "POST", `path=${summary}${"x".repeat(1_024)}`, "path"],
  ["an unknown parameter", "POST", "path=/v1/search&dealyMs=5", "dealyMs"],
  ["a malformed one", "POST", "path=/v1/search&delayMs=soon", "delayMs"],
  ["one over its bounds", "POST", "path=/v1/search&delayMs=60001", "delayMs"],
  ["one given twice", "POST", "path=/v1/search&status=500&status=501", "status"],
  ["a key", "POST", "path=/v1/search&key=mine", "key"],
  ["a DELETE of a path that no stand-in serves", "DELETE", "path=/v1/serach", "path"],
  ["a DELETE with a recipe", "DELETE", "path=/v1/search&status=500", "status"],
] as const)("%s gets 400 that names the parameter", async ([, method, query, parameter], { origin, get }) => {
  const response = await fetch(`${origin}/misbehave?${query}`, { method });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ parameter });
  expect((await get("/v1/search?name=Cairo")).status).toBe(200);
});

test("101 misbehaving paths are one too many; one that misbehaves already can still be told anew", async ({
  misbehave,
}) => {
  for (let page = 1; page <= 100; page++) expect(await misbehave("POST", `path=${summary}${page}`)).toBe(204);
  expect(await misbehave("POST", `path=${summary}101`)).toBe(400);
  expect(await misbehave("POST", `path=${summary}1&status=500`)).toBe(204);
  await misbehave("DELETE", `path=${summary}1`);
  expect(await misbehave("POST", `path=${summary}101`)).toBe(204);
});

test.for([
  ["/misbehave", "GET", "POST, DELETE"],
  ["/v1/forecast", "POST", "GET, HEAD"],
] as const)("%s refuses %s with 405 and the methods allowed", async ([path, method, allow], { origin }) => {
  const response = await fetch(origin + path, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe(allow);
});

test("a misbehaviour numbers its own requests", () => {
  const misbehaviours = new Misbehaviours();
  misbehaviours.start({ path: "/a", match: "" }, new Misbehaviour(readRecipe(new URLSearchParams()), new Set()));
  expect([misbehaviours.at("/a", "/a")?.receive(), misbehaviours.at("/a", "/a")?.receive()]).toEqual([1, 2]);
});
