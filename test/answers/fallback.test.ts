// Optional parts with a value that stands in for them.
import { Hono } from "hono";
import { expect, test } from "vitest";
import * as z from "zod";
import { answers, type AppEnv, merge, optional, type Part } from "../../src/endpoint.ts";
import { scope } from "../../src/middleware/scope.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { linesOf, problem } from "../support/worker.ts";

const failing: Part<string[]> = () => Promise.reject(new UpstreamError("tips", "attempt_timeout", "was too slow"));

function ask(tips: Part<string[]>, Accept = "application/json"): Promise<Response> {
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.get("/x", answers({ one: z.number(), tips: z.array(z.string()) }), (c) =>
    merge(c, { one: () => 1, tips: optional(tips, { fallback: [] }) }),
  );
  const env = { ALLOWED_ORIGINS: "", CHECK_ANSWERS: "true" };
  return Promise.resolve(app.request("/x", { headers: { Accept } }, env));
}

test("E3 the fallback stands in for a part that fails, which is still reported as missing", async () => {
  const response = await ask(failing);
  expect([response.headers.get("Gather-Complete"), response.headers.get("Cache-Control")]).toEqual([
    "false",
    "no-store",
  ]);
  expect(await response.json()).toMatchObject({
    complete: false,
    one: 1,
    tips: [],
    parts: { tips: { outcome: "timeout", message: 'upstream "tips" was too slow' } },
  });
});

test("E3 a stream sends it as the part's value, with the outcome", async () => {
  const lines = await linesOf(await ask(failing, "application/x-ndjson"));
  expect(lines).toEqual(
    expect.arrayContaining([expect.objectContaining({ key: "tips", outcome: "timeout", value: [] })]),
  );
  expect(lines.at(-1)).toMatchObject({ type: "summary", complete: false });
});

test("E3 a part that is there is sent itself", async () => {
  expect(await (await ask(() => ["umbrella"])).json()).toMatchObject({ complete: true, tips: ["umbrella"] });
});

test("E3 a fallback alone is no answer", async () => {
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.get("/x", answers({ tips: z.array(z.string()) }), (c) => merge(c, { tips: optional(failing, { fallback: [] }) }));
  expect((await problem(await app.request("/x", {}, { ALLOWED_ORIGINS: "" }))).status).toBe(504);
});
