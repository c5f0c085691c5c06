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

test.each([
  ["every ten seconds", 10_000, {}],
  ["four times a second where each step is told", 250, { progress: true }],
])(
  "H3 an event stream says %s that it is still there, and leaves no timer when the client goes",
  async (_often, beatMs, asked) => {
    const { origin, fault, seen } = corner();
    const init = {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({
        requests: [{ url: fault("stall=headers"), timeoutMs: 29_000 }],
        deadlineMs: 30_000,
        ...asked,
      }),
    };
    const env = { ALLOWED_ORIGINS: origin, OPEN_ACCESS: "true", LOG_REQUESTS: "false" };
    const response = await createApp().request("/gather", init, env);
    const reader = response.body?.getReader();
    await seen("requests:1");
    for (const _step of "progress" in asked ? ["queued", "sent"] : []) await reader?.read();
    for (let beat = 0; beat < 2; beat++) {
      await vi.advanceTimersByTimeAsync(beatMs);
      const read = (await reader?.read()) as { value?: Uint8Array } | undefined;
      expect(new TextDecoder().decode(read?.value)).toBe(": alive\n\n");
    }
    await reader?.cancel();
    await seen("leftEarly:1");
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(0));
  },
);
