// A client that leaves in the middle of a stream, over a socket of its own.
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, inject, onTestFinished, test } from "vitest";
import { ownBuilt } from "../support/own-built.ts";
import { API_KEY } from "../support/settings.ts";
import { corner, get } from "../support/worker.ts";

test.each(["application/x-ndjson", "text/event-stream"])(
  "U32 a client that leaves a stream (%s) cancels what is under way",
  async (accept) => {
    const { fault, seen } = corner();
    const requests = [{ url: fault() }, { url: fault("stall=headers") }, { url: fault("stall=body") }];
    const body = JSON.stringify({ requests });
    const { hostname, port } = new URL(inject("worker") ?? "");
    const client = connect(Number(port), hostname);
    client.write(
      [
        "POST /gather HTTP/1.1",
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
    for (const until of ["requests:3", "completed:1", "openBodies:1"]) await seen(until);

    client.resetAndDestroy();
    expect(await seen("leftEarly:2")).toMatchObject({ waitingForHeaders: 0, openBodies: 0 });
    expect((await get("/healthz")).status).toBe(200);
  },
);

test("U32 a client that leaves a probe closes its connections", async () => {
  const seen = { connections: 0, ends: 0 };
  const moved = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const silent = createServer((socket) => {
    socket.resume().on("error", () => undefined);
    socket.on("close", () => ++seen.ends === 2 && left.resolve());
    if (++seen.connections === 2) moved.resolve();
  });
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  onTestFinished(() => void silent.close());
  const target = `tcp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const { worker } = await ownBuilt({ ALLOWED_ORIGINS: target });
  const client = new AbortController();
  const response = await fetch(`${worker}/probe`, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_KEY}`, "Content-Type": "application/json", Accept: "application/x-ndjson" },
    body: JSON.stringify({ targets: ["tcp://127.0.0.1:1", { url: target, send: "x" }, { url: target, send: "y" }] }),
    signal: client.signal,
  });
  const reader = response.body?.getReader();
  await reader?.read();
  await moved.promise;
  client.abort();
  await left.promise;
  expect(seen).toEqual({ connections: 2, ends: 2 });
});
