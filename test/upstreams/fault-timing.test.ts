// The delays of `/fault`. A wait of a minute that the server reports as a wait needs no clock to prove it.
import { EventEmitter } from "node:events";
import { expect, vi } from "vitest";
import { pause } from "../../scripts/upstreams/pause.ts";
import { test } from "./upstreams-test.ts";

test("delayMs holds the headers back", async ({ fault, seen }) => {
  const call = new AbortController();
  const answer = fetch(fault("delayMs=60000"), { signal: call.signal });
  expect(await seen("waitingForHeaders:1")).toMatchObject({ openBodies: 0, completed: 0 });
  call.abort();
  await expect(answer).rejects.toThrow("aborted");
});

test("what was delayed is answered in the end", async ({ fault }) => {
  const response = await fetch(fault("delayMs=5&jitterMs=5&bodyDelayMs=5"));
  expect(await response.json()).toMatchObject({ ok: true });
});

test("bodyDelayMs sends the headers at once and holds the body back", async ({ fault, seen }) => {
  const response = await fetch(fault("bodyDelayMs=60000"));
  expect(response.status).toBe(200);
  expect(await seen()).toMatchObject({ waitingForHeaders: 0, openBodies: 1 });
  await response.body?.cancel();
  await seen("leftEarly:1");
});

test("slowEvery=2 slows every second request of the key", async ({ fault, seen }) => {
  const url = fault("slowEvery=2&slowMs=60000");
  const call = new AbortController();
  expect((await fetch(url)).status).toBe(200);
  const second = fetch(url, { signal: call.signal });
  await seen("requests:2");
  expect(await (await fetch(url)).json()).toMatchObject({ n: 3 });
  expect(await seen("completed:2")).toMatchObject({ waitingForHeaders: 1 });
  call.abort();
  await expect(second).rejects.toThrow("aborted");
});

test("a client that leaves during a delay is counted as such", async ({ fault, seen }) => {
  const call = new AbortController();
  const answer = fetch(fault("delayMs=60000"), { signal: call.signal });
  await seen("waitingForHeaders:1");
  call.abort();
  await expect(answer).rejects.toThrow("aborted");
  expect(await seen("leftEarly:1")).toMatchObject({ requests: 1, waitingForHeaders: 0, completed: 0 });
});

test("pause clears its timer when the response closes", async () => {
  vi.useFakeTimers();
  try {
    const response = new EventEmitter();
    const waited = pause(1_000, response);
    expect(vi.getTimerCount()).toBe(1);
    response.emit("close");
    expect(vi.getTimerCount()).toBe(0);
    expect(await waited).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});

test("pause leaves no listener when its time has passed", async () => {
  vi.useFakeTimers();
  try {
    const response = new EventEmitter();
    const waited = pause(1_000, response);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await waited).toBe(true);
    expect(response.listenerCount("close")).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
