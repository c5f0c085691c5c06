// The tallies, and the questions about them.
import { Agent, get } from "node:http";
import { expect } from "vitest";
import { Seen } from "../../scripts/upstreams/seen.ts";
import { test } from "./upstreams-test.ts";

test("a key that was never used has seen nothing", async ({ seen }) => {
  expect(await seen()).toEqual({
    requests: 0,
    connections: 0,
    peakWaitingForHeaders: 0,
    peakOpenBodies: 0,
    waitingForHeaders: 0,
    openBodies: 0,
    completed: 0,
    leftEarly: 0,
    cutShort: 0,
  });
});

test("keys are counted apart", async ({ fault, seen, origin, key }) => {
  await fetch(fault());
  await fetch(`${origin}/fault?key=${key}-other`);
  expect(await seen()).toMatchObject({ requests: 1 });
});

test("asking is not counted", async ({ fault, seen }) => {
  await fetch(fault());
  await seen();
  expect(await seen()).toMatchObject({ requests: 1 });
});

test("peakWaitingForHeaders is the most that waited at once, and stays", async ({ fault, seen }) => {
  const call = new AbortController();
  const calls = [1, 2, 3].map(() => fetch(fault("delayMs=60000"), { signal: call.signal }));
  await seen("waitingForHeaders:3");
  call.abort();
  await Promise.allSettled(calls);
  expect(await seen("leftEarly:3")).toMatchObject({
    waitingForHeaders: 0,
    peakWaitingForHeaders: 3,
    peakOpenBodies: 0,
  });
});

test("one request after the other never makes a peak over 1", async ({ fault, seen }) => {
  for (let n = 1; n <= 10; n++) await (await fetch(fault())).text();
  expect(await seen()).toMatchObject({ requests: 10, peakWaitingForHeaders: 1, peakOpenBodies: 1, completed: 10 });
});

test("a client that has its headers no longer waits, and one that has not finished its body has it open", async ({
  fault,
  seen,
}) => {
  const responses = await Promise.all([1, 2].map(() => fetch(fault("stall=body"))));
  expect(await seen()).toMatchObject({ waitingForHeaders: 0, openBodies: 2, peakOpenBodies: 2 });
  for (const response of responses) await response.body?.cancel();
  expect(await seen("leftEarly:2")).toMatchObject({ openBodies: 0, peakOpenBodies: 2 });
});

test("connections counts TCP connections, not requests", async ({ fault, seen }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let n = 1; n <= 3; n++) {
    await new Promise((resolve) => get(fault(), { agent }, (response) => response.resume().on("end", resolve)));
  }
  agent.destroy();
  expect(await seen()).toMatchObject({ requests: 3, connections: 1 });
});

test("until answers when the field gets there", async ({ fault, seen }) => {
  const reached = seen("requests:2");
  await fetch(fault());
  await fetch(fault());
  expect(await reached).toMatchObject({ requests: 2 });
});

test("until gives up after withinMs, with 408 and the counts", async ({ fault, origin, key }) => {
  await fetch(fault());
  const response = await fetch(`${origin}/seen?key=${key}&until=requests:2&withinMs=1`);
  expect(response.status).toBe(408);
  expect(await response.json()).toMatchObject({ requests: 1 });
});

test.for([
  ["an unknown field", "until=request:1", "until"],
  ["a goal without a number", "until=requests", "until"],
  ["an unknown parameter", "keys=a", "keys"],
] as const)("%s gets 400 that names the parameter", async ([, query, parameter], { origin }) => {
  const response = await fetch(`${origin}/seen?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ parameter });
});

test("DELETE forgets the key, and numbers start at 1 again", async ({ fault, seen, origin, key }) => {
  await fetch(fault());
  expect((await fetch(`${origin}/seen?key=${key}`, { method: "DELETE" })).status).toBe(204);
  expect(await seen()).toMatchObject({ requests: 0 });
  expect(await (await fetch(fault())).json()).toMatchObject({ n: 1 });
});

test("a request that was open when its key was forgotten does not spoil the new count", async ({
  fault,
  seen,
  origin,
  key,
}) => {
  const response = await fetch(fault("stall=body"));
  await fetch(`${origin}/seen?key=${key}`, { method: "DELETE" });
  await response.body?.cancel();
  await (await fetch(fault())).text();
  expect(await seen("completed:1")).toMatchObject({ requests: 1, openBodies: 0, leftEarly: 0 });
});

test("other methods get 405 and the ones allowed", async ({ origin }) => {
  const response = await fetch(`${origin}/seen`, { method: "POST" });
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("GET, HEAD, DELETE");
});

test("one key too many, and the one longest not touched is forgotten", () => {
  const seen = new Seen(2);
  const [first, second] = [seen.tally("first"), seen.tally("second")];
  expect(seen.tally("first")).toBe(first);
  seen.tally("third");
  expect(seen.tally("first")).toBe(first);
  expect(seen.tally("second")).not.toBe(second);
});
