// Stand-ins of any method: what they answer may depend on the body, and they misbehave all the same.
import { expect } from "vitest";
import { test } from "./stand-ins-test.ts";

const ask = (origin: string, body: string): Promise<Response> => fetch(`${origin}/graphql`, { method: "POST", body });
const lamp = JSON.stringify({ query: "{}", variables: { id: "lamp" } });
const desk = JSON.stringify({ query: "{}", variables: { id: "desk" } });

test("a POST is answered by its body, and counted", async ({ origin, get }) => {
  expect(await (await ask(origin, lamp)).json()).toMatchObject({ data: { product: { name: "Reading lamp" } } });
  expect(await (await ask(origin, "{")).json()).toMatchObject({
    data: null,
    errors: [{ message: expect.any(String) as string }],
  });
  expect((await get("/seen?key=product-details&until=completed:2")).json).toMatchObject({ requests: 2 });
});

test("a POST misbehaves as a GET does", async ({ origin, get, misbehave }) => {
  await misbehave("POST", "path=/graphql&failFirst=1&failStatus=429");
  expect([(await ask(origin, lamp)).status, (await ask(origin, lamp)).status]).toEqual([429, 200]);
  await misbehave("POST", "path=/graphql&reset=headers");
  await expect(ask(origin, lamp)).rejects.toThrow("fetch failed");
  expect((await get("/seen?key=product-details&until=cutShort:1")).json).toMatchObject({ requests: 3 });
});

test("a match may be in the body", async ({ origin, misbehave }) => {
  await misbehave("POST", "path=/graphql&match=lamp&status=500");
  expect([(await ask(origin, lamp)).status, (await ask(origin, desk)).status]).toEqual([500, 200]);
});

test.for([
  ["/graphql", "GET", 405, "POST"],
  ["/v1/search", "POST", 405, "GET, HEAD"],
] as const)("%s refuses %s and names its methods", async ([path, method, status, allow], { origin, get }) => {
  const response = await fetch(origin + path, { method });
  expect([response.status, response.headers.get("allow")]).toEqual([status, allow]);
  expect((await get("/seen?key=product-details")).json).toMatchObject({ requests: 0 });
});

test("a body over 1 MiB is refused and not counted", async ({ origin, get }) => {
  expect((await ask(origin, "x".repeat(2 ** 20 + 1))).status).toBe(413);
  expect((await get("/seen?key=product-details")).json).toMatchObject({ requests: 0 });
});

test("a stream comes in pieces, each later than the one before; leaving ends it", async ({
  origin,
  get,
  misbehave,
}) => {
  const path = "/v1/chat/completions";
  await misbehave("POST", `path=${path}&chunkBytes=9&chunkDelayMs=60000`);
  const response = await fetch(origin + path, { method: "POST", body: "{}" });
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(": alive\n\n");
  await reader?.cancel();
  expect((await get("/seen?key=first-model&until=leftEarly:1")).json).toMatchObject({ completed: 0 });
});

test("without a pace of its own a misbehaviour keeps that of the stand-in", async ({ origin, misbehave }) => {
  await misbehave("POST", "path=/v1/chat/completions&delayMs=1");
  const response = await fetch(`${origin}/v1/chat/completions`, { method: "POST", body: "{}" });
  const pieces = await Array.fromAsync(response.body ?? []);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(pieces).toString()).toMatch(/data: \[DONE\]\n\n$/);
});
