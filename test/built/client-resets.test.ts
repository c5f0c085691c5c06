// A client that resets its connection while a plain document is being made for it, over a socket of its own.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { listen } from "../../scripts/listen.ts";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";

/** Sends a request and resolves when it is on its way. The answer is not made before the client leaves. */
async function ask(worker: string, head: string, body = ""): Promise<Socket> {
  const { hostname, port } = new URL(worker);
  const client = connect(Number(port), hostname);
  onTestFinished(() => void client.destroy());
  await once(client, "connect");
  const headers = [`Host: ${hostname}`, `Authorization: Bearer ${API_KEY}`, "Content-Type: application/json"];
  client.write([`${head} HTTP/1.1`, ...headers, `Content-Length: ${body.length}`, "", body].join("\r\n"));
  return client;
}

const Line = z.looseObject({ path: z.string(), status: z.number() });

/** A Worker of this test's own, and what its upstreams see and it logs. */
async function watched(changes: Record<string, string> = {}) {
  const { worker, upstreams, logs } = await ownBuilt({ LOG_REQUESTS: "true", ...changes });
  return {
    worker,
    upstreams,
    seen: async (key: string, until: string): Promise<unknown> => {
      const response = await fetch(`${upstreams}/seen?key=${key}&until=${until}`);
      if (!response.ok) throw new Error(`${until} did not come true: ${await response.text()}`);
      return response.json();
    },
    /** The log line of the one request for `path`, as soon as it is written. */
    lineOf: (path: string) =>
      vi.waitFor(() => {
        const [line, ...more] = logs.map((text) => Line.parse(JSON.parse(text))).filter((each) => each.path === path);
        expect(more).toEqual([]);
        if (line === undefined) throw new Error(`no line of ${path} was written`);
        return line;
      }, 3_000),
  };
}

test("R15 a reset ends the calls of POST /gather, and its line is written", async () => {
  const { worker, upstreams, seen, lineOf } = await watched();
  const requests = ["headers", "body"].map((how) => ({ url: `${upstreams}/fault?key=torn&stall=${how}` }));
  const client = await ask(worker, "POST /gather", JSON.stringify({ requests, deadlineMs: 30_000 }));
  await seen("torn", "requests:2");
  client.resetAndDestroy();
  expect(await seen("torn", "leftEarly:2")).toMatchObject({ waitingForHeaders: 0, openBodies: 0 });
  expect(await lineOf("/gather")).toMatchObject({ status: 499, outcomes: { client_gone: 2 } });
});

test("R15 a reset ends the calls of GET /city, and its line is written", async () => {
  const { worker, upstreams, seen, lineOf } = await watched();
  await fetch(`${upstreams}/misbehave?path=/v1/search&stall=headers`, { method: "POST" });
  const client = await ask(worker, "GET /city?name=Lisbon&deadlineMs=30000");
  await seen("search", "requests:1");
  client.resetAndDestroy();
  expect(await seen("search", "leftEarly:1")).toMatchObject({ waitingForHeaders: 0 });
  expect(await lineOf("/city")).toMatchObject({ status: 499, outcomes: { client_gone: 1 } });
});

test("R15 a reset ends the connections of POST /probe, and its line is written", async () => {
  const connected = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const silent = createServer((socket) => {
    socket.resume().on("close", left.resolve);
    connected.resolve();
  });
  const { port, close } = await listen(silent);
  onTestFinished(close);
  const target = `tcp://127.0.0.1:${port}`;
  const { worker, lineOf } = await watched({ ALLOWED_ORIGINS: target });
  const client = await ask(worker, "POST /probe", JSON.stringify({ targets: [target], deadlineMs: 30_000 }));
  await connected.promise;
  client.resetAndDestroy();
  await left.promise;
  expect(await lineOf("/probe")).toMatchObject({ status: 499 });
});
