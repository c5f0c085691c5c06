// What a client may know of the Worker before it asks for anything.
import { expect, inject, test } from "vitest";
import { createApp } from "../../src/app.ts";
import { AboutAnswer } from "../../src/routes/about.ts";
import { get } from "../support/worker.ts";

async function aboutWith(env: Record<string, string>): Promise<Record<string, unknown>> {
  const response = await createApp().request(
    "/about",
    {},
    { ALLOWED_ORIGINS: "https://secret.test", LOG_REQUESTS: "false", ...env },
  );
  return AboutAnswer.parse(await response.json());
}

test("/about tells anyone the limits, and where upstreams are that behave as they are told", async () => {
  const response = await get("/about");
  expect([response.status, response.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
  expect(AboutAnswer.parse(await response.json())).toEqual({
    access: "key",
    deadlineMs: 10_000,
    maxDeadlineMs: 30_000,
    subrequests: 60,
    slots: 6,
    localUpstreams: inject("upstreams"),
  });
});

test.each([
  ["key", { API_KEYS: "one two", OPEN_ACCESS: "true" }],
  ["open", { OPEN_ACCESS: "true" }],
  ["closed", {}],
])("/gather is %s", async (access, env) => {
  expect(await aboutWith(env)).toMatchObject({ access });
});

test("it discloses neither keys nor where callers may send it", async () => {
  const told = JSON.stringify(await aboutWith({ API_KEYS: "a-key-of-mine" }));
  expect(told).not.toMatch(/secret|a-key-of-mine|localUpstreams/);
});
