// A client that leaves in the middle of a stream, over a socket of its own.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { TransformedAnswer } from "../../src/routes/gather/gather-answer.ts";
import { listen } from "../../scripts/listen.ts";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";
import { corner, get, postGather } from "../support/worker.ts";

/** Posts to `/gather`, or to `url`, over a socket of its own, and resolves when something comes back. */
async function streaming(accept: string, request: object, url = `${inject("worker")}/gather`): Promise<Socket> {
  const body = JSON.stringify(request);
  const { hostname, port, pathname } = new URL(url);
  const client = connect(Number(port), hostname);
  client.write(
    [
      `POST ${pathname} HTTP/1.1`,
      `Host: ${hostname}`,
      `Authorization: Bearer ${API_KEY}`,
      "Content-Type: application/json",
      `Accept: ${accept}`,
      `Content-Length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );
  await once(client, "data");
  return client;
}

test.each(["application/x-ndjson", "text/event-stream"])(
  "U32 a client that leaves a stream (%s) cancels what is under way",
  async (accept) => {
    const { fault, seen } = corner();
    // Longer than is waited for what the upstream sees.
    const timeoutMs = 30_000;
    const stalls = ["stall=headers", "stall=body"].map((how) => ({ url: fault(how), timeoutMs }));
    const client = await streaming(accept, { requests: [{ url: fault() }, ...stalls], deadlineMs: 30_000 });
    for (const until of ["requests:3", "completed:1", "openBodies:1"]) await seen(until);

    client.resetAndDestroy();
    expect(await seen("leftEarly:2")).toMatchObject({ waitingForHeaders: 0, openBodies: 0 });
    expect((await get("/healthz")).status).toBe(200);
  },
);

test.each(["application/x-ndjson", "application/jsonl", "text/event-stream"])(
  "R23 a client that closes its silent stream (%s) without a reset is noticed",
  async (accept) => {
    const { fault, seen } = corner();
    // Nothing but the client's leaving ends the second before the test does.
    const requests = [{ url: fault() }, { url: fault("stall=headers"), timeoutMs: 30_000 }];
    const client = await streaming(accept, { requests, deadlineMs: 30_000 });
    for (const until of ["requests:2", "completed:1"]) await seen(until);
    client.destroy();
    expect(await seen("leftEarly:1")).toMatchObject({ waitingForHeaders: 0 });
  },
);

test.each(
  ["application/x-ndjson", "text/event-stream"].flatMap((accept) => [
    [accept, "resets"] as const,
    [accept, "closes"] as const,
  ]),
)("U32 R23 a client of a probe (%s) that %s its connection ends the probe's", async (accept, how) => {
  const seen = { connections: 0, ends: 0 };
  const moved = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const silent = createServer((socket) => {
    socket.resume().on("close", () => ++seen.ends === 2 && left.resolve());
    if (++seen.connections === 2) moved.resolve();
  });
  const { port, close } = await listen(silent);
  onTestFinished(close);
  const target = `tcp://127.0.0.1:${port}`;
  const { worker } = await ownBuilt({ ALLOWED_ORIGINS: target, MAX_DEADLINE_MS: "300000" });
  // The first is refused, and told of at once. Nothing else but the client's leaving ends the others before the test does.
  const targets = ["tcp://127.0.0.1:1", { url: target, send: "x" }, { url: target, send: "y" }];
  const request = { targets, timeoutMs: 300_000, deadlineMs: 300_000 };
  const client = await streaming(accept, request, `${worker}/probe`);
  await moved.promise;
  expect(seen).toEqual({ connections: 2, ends: 0 });
  if (how === "resets") client.resetAndDestroy();
  else client.destroy();
  await left.promise;
  expect(seen).toEqual({ connections: 2, ends: 2 });
});

test("a client that leaves while its results are transformed ends that", async () => {
  const { fault } = corner();
  // One caller's runs share the module: a later one sees what became of an earlier.
  const transform = `let ticks = 0; export default ({ results: [{ body }] }) => {
    if (body === "count") return ticks;
    setInterval(() => ticks++, 1);
    return new Promise(() => {});
  }; // ${crypto.randomUUID()}`;
  const request = (body: string): object => ({ requests: [{ url: fault(`body=%22${body}%22`) }], transform });
  const ticks = async (): Promise<number> =>
    z.number().parse(TransformedAnswer.parse(await (await postGather(request("count"))).json()).transformed);

  const client = await streaming("application/x-ndjson", request("tick"));
  await vi.waitFor(async () => expect(await ticks()).toBeGreaterThan(0));
  client.resetAndDestroy();
  await vi.waitFor(async () => expect(await ticks()).toBe(await ticks()), 3_000);
});
