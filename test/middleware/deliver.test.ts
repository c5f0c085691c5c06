// What a stream does while nothing happens.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { corner } from "../support/worker.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("H3 an event stream says every ten seconds that it is still there, and leaves no timer when the client goes", async () => {
  const { origin, fault, seen } = corner();
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ requests: [{ url: fault("stall=headers"), timeoutMs: 29_000 }], deadlineMs: 30_000 }),
  };
  const env = { ALLOWED_ORIGINS: origin, OPEN_ACCESS: "true", LOG_REQUESTS: "false" };
  const response = await createApp().request("/gather", init, env);
  const reader = response.body?.getReader();
  await seen("requests:1");
  for (let beat = 0; beat < 2; beat++) {
    await vi.advanceTimersByTimeAsync(10_000);
    const read = (await reader?.read()) as { value?: Uint8Array } | undefined;
    expect(new TextDecoder().decode(read?.value)).toBe(": alive\n\n");
  }
  await reader?.cancel();
  await seen("leftEarly:1");
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
});
