// Room for bodies comes back however a request ends.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { ownBuilt } from "../support/own-built.ts";
import { posting } from "../support/worker.ts";

const MIB = 1_048_576;

/** Sends a request whose sixteen bodies fill its room while a seventeenth call never answers. */
async function fillRoom(worker: string, upstreams: string, key: string): Promise<Socket> {
  const requests = [
    ...Array.from({ length: 16 }, () => ({ url: `${upstreams}/fault?key=${key}&bytes=${MIB}` })),
    { url: `${upstreams}/fault?key=${key}&stall=headers`, timeoutMs: 29_000 },
  ];
  const { headers, body } = posting({ requests, deadlineMs: 30_000 });
  const { hostname, port } = new URL(worker);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  const lines = Object.entries({
    ...(headers as Record<string, string>),
    "Content-Length": String((body as string).length),
  });
  socket.write(
    `POST /gather HTTP/1.1\r\nHost: x\r\n${lines.map((pair) => pair.join(": ")).join("\r\n")}\r\n\r\n${body as string}`,
  );
  onTestFinished(() => void socket.destroy());
  return socket;
}

test("R33 requests that hold all room make new ones wait, until their clients reset", async () => {
  const { worker, upstreams } = await ownBuilt();
  const statusOf = async (): Promise<number> => {
    // It must not take room itself.
    const response = await fetch(`${worker}/gather`, posting({}));
    await response.arrayBuffer();
    return response.status;
  };
  const sockets = await Promise.all(["a", "b", "c", "d", "e"].map((key) => fillRoom(worker, upstreams, key)));
  await vi.waitFor(async () => expect(await statusOf()).toBe(503), { timeout: 5_000 });
  for (const socket of sockets) socket.resetAndDestroy();
  await vi.waitFor(async () => expect(await statusOf()).toBe(422), { timeout: 5_000 });
});
