// `?parts=`: the optional parts that a caller wants. Others are not called.
import { Hono } from "hono";
import { describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { answers, type AppEnv, gather, merge, optional, type Part, query } from "../../src/endpoint.ts";
import { scope } from "../../src/middleware/scope.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { problemType } from "../support/problem-type.ts";
import { linesOf, problem } from "../support/worker.ts";

const number = (value: number): Part<number> => vi.fn<Part<number>>(() => Promise.resolve(value));
const failing: Part<number> = () => Promise.reject(new UpstreamError("air", "connection_failed", "failed"));

const Members = { place: z.number(), weather: z.number().nullable(), air: z.number().nullable(), tips: z.number() };
const Query = z.strictObject({ name: z.string().optional() });

/** A route with a required part, two optional ones, and one with a fallback; `changes` replace them. */
function route(changes: Partial<Record<keyof typeof Members, Part<number>>> = {}) {
  const run = { place: number(1), weather: number(2), air: number(3), tips: number(4), ...changes };
  const parts = {
    place: run.place,
    weather: optional(run.weather),
    air: optional(run.air),
    tips: optional(run.tips, { fallback: 0 }),
  };
  const app = new Hono<AppEnv>()
    .onError(problemHandler)
    .use(scope)
    .get("/record", query(Query), answers(Members), (c) => merge(c, parts))
    .get("/steps", answers(Members), (c) => merge(c, (tasks) => gather(tasks(parts))))
    .get("/none", query(Query), (c) => c.json({}))
    .get("/own", query(z.strictObject({ parts: z.enum(["screws", "nuts"]) })), answers(Members), (c) =>
      merge(c, parts),
    );
  const ask = (path: string, Accept = "application/json"): Promise<Response> =>
    Promise.resolve(app.request(path, { headers: { Accept } }, { ALLOWED_ORIGINS: "" }));
  return { run, ask };
}

describe.each(["/record", "/steps"])("E2 of %s", (path) => {
  test("parts that were not asked for are not called and reported as such, and the answer is complete", async () => {
    const { run, ask } = route();
    const response = await ask(`${path}?parts=weather`);
    expect(response.headers.get("Gather-Complete")).toBe("true");
    expect(await response.json()).toMatchObject({
      complete: true,
      place: 1,
      weather: 2,
      air: null,
      tips: 0,
      parts: {
        place: { outcome: "ok" },
        weather: { outcome: "ok" },
        air: { outcome: "not_requested", timing: { attempts: 0 } },
        tips: { outcome: "not_requested" },
      },
    });
    expect([run.weather, run.air, run.tips].map((part) => vi.mocked(part).mock.calls.length)).toEqual([1, 0, 0]);
  });

  test.each([
    ["", ["place", "weather", "air", "tips"]],
    ["?parts=", ["place"]],
    ["?parts=place", ["place"]],
    ["?parts=weather,air", ["place", "weather", "air"]],
    ["?parts=weather&parts=%20tips", ["place", "weather", "tips"]],
  ])("%s runs %o; a required part always runs", async (search, ran) => {
    const { run, ask } = route();
    expect((await ask(path + search)).status).toBe(200);
    expect(Object.keys(run).filter((name) => vi.mocked(run[name as keyof typeof run]).mock.calls.length > 0)).toEqual(
      ran,
    );
  });

  test("an unknown name is a 400 that lists the names there are, and nothing is called", async () => {
    const { run, ask } = route();
    const message = '"wether" is not a part of this answer; its parts: place, weather, air, tips';
    expect(await problem(await ask(`${path}?parts=air,wether`))).toMatchObject({
      status: 400,
      type: problemType("invalid-query"),
      errors: [{ field: "parts", message }],
    });
    expect(run.place).not.toHaveBeenCalled();
  });

  test("a part that was asked for and fails leaves the answer partial", async () => {
    const { ask } = route({ weather: failing });
    const response = await ask(`${path}?parts=weather`);
    expect(await response.json()).toMatchObject({
      complete: false,
      weather: null,
      parts: { air: { outcome: "not_requested" } },
    });
  });
});

test("E2 a stream has a line for each part, also for those that were not asked for", async () => {
  const { ask } = route();
  const lines = await linesOf(await ask("/record?parts=weather", "application/x-ndjson"));
  expect(lines).toHaveLength(5);
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ key: "weather", outcome: "ok", value: 2 }),
      expect.objectContaining({ key: "tips", outcome: "not_requested", value: 0 }),
      expect.not.objectContaining({ key: "air", value: expect.anything() as unknown }),
    ]),
  );
  expect(lines.at(-1)).toMatchObject({ type: "summary", complete: true });
});

test("E2 where all that was asked for is missing, the answer has failed", async () => {
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.get("/x", answers({ one: z.number().nullable(), two: z.number().nullable() }), (c) =>
    merge(c, { one: optional(failing), two: optional(number(2)) }),
  );
  const ask = (search: string): Promise<Response> =>
    Promise.resolve(app.request(`/x${search}`, {}, { ALLOWED_ORIGINS: "" }));
  expect(await problem(await ask("?parts=one"))).toMatchObject({
    status: 502,
    detail: 'all parts are missing: "one" ended as network',
  });
  expect(await (await ask("?parts=")).json()).toMatchObject({ complete: true, one: null, two: null });
});

test("E2 the query's own parameters are still checked beside it", async () => {
  const { ask } = route();
  expect((await ask("/record?parts=air&name=a")).status).toBe(200);
  expect((await problem(await ask("/record?parts=air&nam=a"))).errors).toEqual([
    { field: "nam", message: "is not a known field" },
  ]);
});

test("a route that merges nothing does not know the parameter", async () => {
  const { ask } = route();
  expect((await problem(await ask("/none?parts=air"))).errors).toEqual([
    { field: "parts", message: "is not a known field" },
  ]);
});

test("a route may have a parameter of that name for itself", async () => {
  const { run, ask } = route();
  expect((await ask("/own?parts=nuts")).status).toBe(200);
  expect(run.weather).toHaveBeenCalledOnce();
});
