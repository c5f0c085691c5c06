// Events that a handler yields: when they go out, how an error is told, and what ends when the client leaves.
import { expect, test } from "vitest";
import { createApp } from "../../src/app.ts";
import { type CallContext, Problem, streamEvents, type StreamedEvent } from "../../src/endpoint.ts";
import { gate } from "../support/gate.ts";
import { corner, problem, textOf } from "../support/worker.ts";

type Generate = (call: CallContext) => AsyncGenerator<StreamedEvent, void, undefined>;

/** Asks a route that answers with these events. */
async function ask(generate: Generate, { headers = {}, origin = "" } = {}): Promise<Response> {
  const app = createApp().get("/told", (c) => streamEvents(c, generate));
  return app.request("/told", { headers }, { ALLOWED_ORIGINS: origin, LOG_REQUESTS: "false" });
}

const told = (event: string, data: unknown): StreamedEvent => ({ event, data });

test("H3 each event is named and numbered, and goes out before the next one is made", async () => {
  const second = gate<number>();
  const response = await ask(async function* () {
    yield told("first", { n: 1 });
    yield told("second", await second.wait());
  });
  expect(response.headers.get("Content-Type")).toMatch(/^text\/event-stream/);
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  const reader = response.body?.getReader();
  const next = async (): Promise<string> => {
    const read = (await reader?.read()) as { value?: Uint8Array } | undefined;
    return new TextDecoder().decode(read?.value);
  };
  expect(await next()).toBe('event: first\nid: 1\ndata: {"n":1}\n\n');
  await second.reached;
  second.open(2);
  expect(await next()).toBe("event: second\nid: 2\ndata: 2\n\n");
  expect((await reader?.read())?.done).toBe(true);
});

test("H4 an error before the first event is a problem document", async () => {
  const response = await ask(async function* () {
    yield told("never", await Promise.reject(new Problem("not-found", { detail: "no such thing" })));
  });
  expect(await problem(response)).toMatchObject({ status: 404, detail: "no such thing" });
});

test("H4 a later one is the last event, and the stream is whole", async () => {
  const { origin, fault } = corner();
  const response = await ask(
    async function* (call) {
      yield told("facts", 1);
      await call.read(fault("reset=headers"), { retries: 0, upstream: "model" });
    },
    { origin },
  );
  expect(response.status).toBe(200);
  const text = await textOf(response);
  expect(text).toMatch(/^event: facts\nid: 1\ndata: 1\n\nevent: problem\nid: 2\ndata: .*\n\n$/);
  expect(text).toContain('"status":502,"detail":"upstream \\"model\\" failed before its headers');
});

test("R21 an EventSource that comes back is answered 204, and nothing is run", async () => {
  let runs = 0;
  const generate: Generate = async function* () {
    runs++;
    yield told("first", 1);
  };
  const response = await ask(generate, { headers: { "Last-Event-ID": "1" } });
  expect([response.status, runs]).toEqual([204, 0]);
});

test("U32 a client that leaves ends the generator and its calls", async () => {
  const at = corner();
  const ended = Promise.withResolvers<void>();
  const response = await ask(async function* (call) {
    try {
      yield told("first", 1);
      await call.read(at.fault("stall=headers"));
    } finally {
      ended.resolve();
    }
  }, at);
  const reader = response.body?.getReader();
  await reader?.read();
  await at.seen("waitingForHeaders:1");
  await reader?.cancel();
  await ended.promise;
  await at.seen("leftEarly:1");
});

test("an empty generator is an empty stream", async () => {
  const response = await ask(async function* () {
    yield* [];
  });
  expect([response.status, await textOf(response)]).toEqual([200, ""]);
});

test("U32 a generator that never waits ends too", async () => {
  const ended = Promise.withResolvers<void>();
  const response = await ask(async function* () {
    try {
      for (let n = 1; ; n++) yield told("number", n);
    } finally {
      ended.resolve();
    }
  });
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await ended.promise;
});
