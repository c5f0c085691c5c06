// How a stream is written: lines of one turn together, and a sign of life while nothing happens.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { corner } from "../support/worker.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Reads a stream chunk by chunk, as text. */
function chunksOf(response: Response): { next: () => Promise<string | undefined>; leave: () => Promise<void> } {
  const reader = response.body?.getReader();
  return {
    async next() {
      const read = (await reader?.read()) as { value?: Uint8Array } | undefined;
      return read?.value === undefined ? undefined : new TextDecoder().decode(read.value);
    },
    leave: async () => reader?.cancel(),
  };
}

const hello = (query: string, Accept: string): Promise<Response> =>
  Promise.resolve(
    createApp().request(`/hello?${query}`, { headers: { Accept } }, { ALLOWED_ORIGINS: "", LOG_REQUESTS: "false" }),
  );

const linesIn = (chunk = ""): number => chunk.split("\n").length - 1;

test.each(["text/plain", "application/x-ndjson"])("R17 lines of one turn go out together (%s)", async (accept) => {
  const { next } = chunksOf(await hello("times=100&delayMs=100", accept));
  expect(linesIn(await next())).toBe(100);
  await vi.advanceTimersByTimeAsync(100);
  expect(linesIn(await next())).toBe(100);
  expect(await next()).toBeUndefined();
});

describe("R23 a stream that is silent writes twice a second, so that a client that has left is noticed", () => {
  const fanOut = (accept: string, rest: object): Promise<Response> => {
    const { origin, fault } = corner();
    const requests = [{ url: fault("stall=headers"), timeoutMs: 29_000 }];
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: accept },
      body: JSON.stringify({ requests, deadlineMs: 30_000, ...rest }),
    };
    const env = { ALLOWED_ORIGINS: origin, OPEN_ACCESS: "true", LOG_REQUESTS: "false" };
    return Promise.resolve(createApp().request("http://localhost/gather", init, env));
  };

  test.each([
    ["text/event-stream", ": alive\n\n", {}],
    ["text/event-stream", ": alive\n\n", { progress: true }],
    ["application/x-ndjson", " ", {}],
    ["application/x-ndjson", " ", { progress: true }],
  ])("POST /gather, %s: %o %o; no timer is left when the client goes", async (accept, beat, rest) => {
    const { next, leave } = chunksOf(await fanOut(accept, rest));
    let steps = "progress" in rest ? "" : "sent";
    while (!steps.includes("sent")) steps += await next();
    for (let beats = 0; beats < 3; beats++) {
      await vi.advanceTimersByTimeAsync(500);
      expect(await next()).toBe(beat);
    }
    await leave();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
  });

  test("GET /hello, application/x-ndjson: white space, which its next line may begin with", async () => {
    const { next } = chunksOf(await hello("times=1&delayMs=600", "application/x-ndjson"));
    expect(await next()).toContain("Hello World");
    await vi.advanceTimersByTimeAsync(500);
    expect(await next()).toBe(" ");
    await vi.advanceTimersByTimeAsync(100);
    expect(JSON.parse((await next()) ?? "")).toMatchObject({ text: "Hello Again" });
  });

  test("GET /hello, text/plain: nothing, because a reader would see it", async () => {
    const { next } = chunksOf(await hello("times=1&delayMs=600", "text/plain"));
    expect(await next()).toBe("Hello World\n");
    await vi.advanceTimersByTimeAsync(600);
    expect(await next()).toBe("Hello Again\n");
    expect(await next()).toBeUndefined();
  });

  test("a reader that is behind is not sent one on top of the other", async () => {
    const { next, leave } = chunksOf(await fanOut("application/x-ndjson", {}));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await next()).toBe(" ");
    await leave();
  });
});
