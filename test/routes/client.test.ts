// What a typed client knows of each route. `npm run types` makes the assertions on types; that the answers are so is seen as they run.
import { hc } from "hono/client";
import { expect, expectTypeOf, inject, test } from "vitest";
import type * as z from "zod";
import type { AppType } from "../../src/app.ts";
import type { CityAnswer } from "../../src/examples/city.ts";
import type { GatherAnswer, Result } from "../../src/routes/gather/gather-answer.ts";
import type { GatherRequest } from "../../src/routes/gather/gather-request.ts";
import type { HelloAnswer } from "../../src/examples/hello.ts";
import type { ProbeAnswer, ProbeResult } from "../../src/routes/probe/probe-answer.ts";
import type { ProbeRequest } from "../../src/routes/probe/probe-request.ts";
import { started } from "../support/job-client.ts";
import { API_KEY } from "../support/settings.ts";
import { corner, get } from "../support/worker.ts";

const origin = "https://worker.test";

const client = hc<AppType>(origin, {
  headers: { Authorization: `Bearer ${API_KEY}` },
  fetch: (input: RequestInfo | URL, init?: RequestInit) =>
    get(String(input instanceof Request ? input.url : input).slice(origin.length), init),
});

type Input<Call extends (...args: never[]) => unknown> = NonNullable<Parameters<Call>[0]>;

test("GET /healthz: no input, one word", async () => {
  const response = await client.healthz.$get();
  if (!response.ok) expect.fail();
  const answer = await response.json();
  expectTypeOf(answer).toEqualTypeOf<{ readonly status: "ok" }>();
  expect(answer).toEqual({ status: "ok" });
});

test("GET /hello: the query and the lines", async () => {
  expectTypeOf<Input<typeof client.hello.$get>>().toEqualTypeOf<{
    query: {
      times?: `${number}` | undefined;
      delayMs?: `${number}` | undefined;
      mode?: "concurrent" | "sequential" | undefined;
    };
  }>();
  const response = await client.hello.$get({ query: { times: "1", delayMs: "0", mode: "sequential" } });
  if (!response.ok) expect.fail();
  const answer = await response.json();
  expectTypeOf(answer).toEqualTypeOf<z.output<typeof HelloAnswer>>();
  expect(answer).toMatchObject({
    mode: "sequential",
    times: 1,
    lines: [{ text: "Hello World" }, { text: "Hello Again" }],
  });
});

test("GET /city: the name and the parts", async () => {
  expectTypeOf<Input<typeof client.city.$get>["query"]>().branded.toEqualTypeOf<{
    name: string | string[];
    deadlineMs?: `${number}` | undefined;
    parts?: string | undefined;
  }>();
  const response = await client.city.$get({ query: { name: "Lisbon" } });
  if (!response.ok) expect.fail();
  const answer = await response.json();
  expectTypeOf(answer.place).toEqualTypeOf<z.output<z.ZodObject<typeof CityAnswer>>["place"]>();
  expectTypeOf(answer.weather).toEqualTypeOf<z.output<z.ZodObject<typeof CityAnswer>>["weather"]>();
  expect(answer).toMatchObject({ complete: true, place: { name: "Lisbon" }, weather: { temperatureC: 21.4 } });
});

test("POST /gather: the requests and their results", async () => {
  const { fault } = corner();
  expectTypeOf<Input<typeof client.gather.$post>["json"]>().toEqualTypeOf<z.input<typeof GatherRequest>>();
  const response = await client.gather.$post({ json: { requests: { air: { url: fault() } }, mode: { count: 1 } } });
  if (!response.ok) expect.fail();
  const answer = await response.json();
  if (!("results" in answer)) expect.fail();
  const { results, ...summary } = answer;
  expectTypeOf(summary).toEqualTypeOf<Omit<z.output<typeof GatherAnswer>, "results">>();
  const [result] = Object.values(results);
  expectTypeOf(result?.outcome).toEqualTypeOf<z.output<typeof Result>["outcome"] | undefined>();
  expectTypeOf(result?.timing.ttfbMs).toEqualTypeOf<number | null | undefined>();
  expect(result?.outcome).toBe("ok");
});

test("POST /probe: the targets and their results", async () => {
  const { fault } = corner();
  expectTypeOf<Input<typeof client.probe.$post>["json"]>().toEqualTypeOf<z.input<typeof ProbeRequest>>();
  const targets = [fault("status=404"), { url: inject("talkers").greeter, send: "PING\r\n" }];
  const response = await client.probe.$post({ json: { targets, timeoutMs: 2_000 } });
  if (!response.ok) expect.fail();
  const { results, ...summary } = await response.json();
  expectTypeOf(summary).toEqualTypeOf<Omit<z.output<typeof ProbeAnswer>, "results">>();
  const [web, tcp] = results;
  expectTypeOf(web?.outcome).toEqualTypeOf<z.output<typeof ProbeResult>["outcome"] | undefined>();
  expectTypeOf(tcp?.connectMs).toEqualTypeOf<number | null | undefined>();
  expect([web?.status, tcp?.reachable, tcp?.banner?.slice(0, 3)]).toEqual([404, true, "220"]);
});

test("GET /openapi.json: the document", async () => {
  const response = await client["openapi.json"].$get();
  if (!response.ok) expect.fail();
  const { openapi, components } = await response.json();
  expectTypeOf(openapi).toEqualTypeOf<string>();
  expect([openapi, Object.keys(components.schemas)]).toEqual(["3.1.1", expect.arrayContaining(["GatherAnswer"])]);
});

test("what is not ok is a problem", async () => {
  const response = await client.gather.$post({ json: { requests: [] } });
  if (response.ok) expect.fail();
  expectTypeOf(response.status).toEqualTypeOf<
    400 | 401 | 404 | 405 | 408 | 413 | 415 | 422 | 429 | 500 | 502 | 503 | 504
  >();
  const problem = await response.json();
  expectTypeOf(problem.detail).toEqualTypeOf<string>();
  expect([response.status, problem.errors]).toEqual([422, [expect.objectContaining({ field: "requests" })]]);
});

test("a job that has not ended is not deleted: a problem with 409, which /gather never has", async () => {
  const { id } = await started([{ url: corner().fault("stall=headers") }]);
  const response = await client.jobs[":id"].$delete({ param: { id } });
  if (response.status !== 409) expect.fail();
  const { detail } = await response.json();
  expectTypeOf(detail).toEqualTypeOf<string>();
  expect(detail).toContain("cancel it first");
  expect((await client.jobs[":id"].cancel.$post({ param: { id } })).status).toBe(202);
});

test("a wrong use does not compile", () => {
  const uses = [
    // @ts-expect-error a number is written as a string
    (): unknown => client.hello.$get({ query: { times: 3 } }),
    // @ts-expect-error not a number
    (): unknown => client.hello.$get({ query: { times: "many" } }),
    // @ts-expect-error not a mode
    (): unknown => client.hello.$get({ query: { mode: "both" } }),
    // @ts-expect-error not a parameter
    (): unknown => client.hello.$get({ query: { delay: "5" } }),
    // @ts-expect-error no name
    (): unknown => client.city.$get({ query: {} }),
    // @ts-expect-error no body
    (): unknown => client.gather.$post(),
    // @ts-expect-error no requests
    (): unknown => client.gather.$post({ json: {} }),
    // @ts-expect-error a URL is not a request
    (): unknown => client.gather.$post({ json: { requests: ["https://api.example.com"] } }),
    // @ts-expect-error not a method
    (): unknown => client.gather.$post({ json: { requests: [{ url: "https://api.example.com", method: "FETCH" }] } }),
    // @ts-expect-error a target is not a number
    (): unknown => client.probe.$post({ json: { targets: [7] } }),
    // @ts-expect-error not a route
    (): unknown => client.nowhere,
    // @ts-expect-error not a method of the route
    (): unknown => client.hello.$post,
  ];
  expect(uses).not.toEqual([]);
});
