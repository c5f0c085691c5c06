// How many coroutines one request may have: in a real request, with real timers, because the platform counts those.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildWorker } from "../../scripts/build-worker.ts";
import { type BuiltWorker, serveBuilt } from "../../scripts/serve-built.ts";
import type { Slept } from "../support/event-loop-worker.ts";

describe("the event loop of a request", () => {
  let worker: BuiltWorker;

  beforeAll(async () => {
    worker = await serveBuilt(buildWorker("dist/test/event-loop", "test/support/event-loop-worker.ts"), {});
  }, 60_000);

  afterAll(() => worker.stop());

  const slept = async (query: string): Promise<Slept> => (await fetch(`${worker.url}/sleep?${query}`)).json() as never;

  test("10,000 coroutines sleep at once, and are done after one sleep", async () => {
    expect(await slept("coroutines=10000")).toEqual({ atOnce: 10_000, woke: 10_000 });
  });

  test("there may be more of them than the platform gives a request timers", async () => {
    expect(await slept("coroutines=10001&alone")).toMatchObject({ refused: "QuotaExceededError" });
    expect(await slept("coroutines=50000")).toEqual({ atOnce: 50_000, woke: 50_000 });
  });
});
