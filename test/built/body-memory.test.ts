// What bodies cost the runtime, measured: the system's own count, in a Worker that does nothing else.
import { expect, test } from "vitest";
import { memoryOf } from "../support/memory-of.ts";
import { ownBuilt } from "../support/own-built.ts";
import { posting } from "../support/worker.ts";

const MIB = 1_048_576;

/** How much more memory the runtimes of this process hold after `act`. */
async function grownBy(act: () => Promise<void>): Promise<number> {
  const before = memoryOf("workerd");
  expect(before).toBeGreaterThan(MIB);
  await act();
  return memoryOf("workerd") - before;
}

/** A Worker of its own that has answered once, so that what all requests use is loaded. */
async function warmWorker(): Promise<{ worker: string; upstreams: string }> {
  const { worker, upstreams } = await ownBuilt();
  await (
    await fetch(`${worker}/gather`, posting({ requests: { warm: { url: `${upstreams}/fault?key=warm` } } }))
  ).text();
  return { worker, upstreams };
}

test("R13 an upstream's body of 1 MiB in chunks of 16 bytes takes less than 64 MiB", async () => {
  const { worker, upstreams } = await warmWorker();
  const url = `${upstreams}/fault?key=small&bytes=${MIB}&framing=chunked&chunkBytes=16`;
  const grown = await grownBy(async () => {
    const response = await fetch(`${worker}/gather`, posting({ requests: { small: { url } }, deadlineMs: 30_000 }));
    expect(await response.json()).toMatchObject({ results: { small: { outcome: "ok" } } });
  });
  expect(grown).toBeLessThan(64 * MIB);
});

test("R13 a client's body of 1 MB in chunks of 16 bytes takes less than 64 MiB", async () => {
  const { worker } = await warmWorker();
  const chunk = new TextEncoder().encode("x".repeat(16));
  let left = 65_000;
  const body = new ReadableStream({
    pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
  });
  const grown = await grownBy(async () => {
    const response = await fetch(`${worker}/gather`, { ...posting(""), body, duplex: "half" } as RequestInit);
    expect(await response.json()).toMatchObject({ status: 400 });
  });
  expect(grown).toBeLessThan(64 * MIB);
});
