// What a client may know of the Worker before it asks for anything.
import { expect, inject, test } from "vitest";
import { get } from "../support/worker.ts";

test("/about tells anyone the limits, and where upstreams are that behave as they are told", async () => {
  const response = await get("/about");
  expect([response.status, response.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
  expect(await response.json()).toEqual({
    access: "key",
    deadlineMs: 10_000,
    maxDeadlineMs: 30_000,
    subrequests: 60,
    slots: 6,
    jobs: true,
    localUpstreams: inject("upstreams"),
  });
});
