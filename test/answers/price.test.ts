// The price tag of a merged endpoint, from the declarations of what it calls.
import { Hono } from "hono";
import { expect, test } from "vitest";
import * as z from "zod";
import { priceOf } from "../../src/answers/price.ts";
import {
  answers,
  type AppEnv,
  bearerLogin,
  deadline,
  declareBinding,
  declareUpstream,
  merge,
} from "../../src/endpoint.ts";
import { EXTRA_ATTEMPTS } from "../../src/open-scope.ts";
import { documentOf } from "../../src/openapi/document.ts";
import { ProblemDocument } from "../../src/problems/problem.ts";

let names = 0;

/** An upstream that is only declared. */
function declared(policy: Parameters<typeof declareUpstream>[0]["policy"] = {}, answer: z.ZodType = z.object({})) {
  return declareUpstream({
    name: `priced-${++names}`,
    origin: "FORECAST_ORIGIN",
    policy,
    request: () => ({ path: "/" }),
    answer,
  });
}

test("E7 a call costs its retries, its hedge and its calls of the cache", () => {
  const plain = declared({ retries: 0 });
  const retried = declared();
  const all = declared({ hedgeMs: 100, cache: { freshS: 60 } });
  expect(priceOf({ one: plain.answer }, undefined).subrequests).toEqual({ healthy: 1, worst: 1, redirected: 6 });
  expect(priceOf({ one: retried.answer }, undefined).subrequests).toEqual({ healthy: 1, worst: 3, redirected: 18 });
  expect(priceOf({ one: all.answer }, undefined).subrequests).toEqual({ healthy: 3, worst: 6, redirected: 26 });
});

test("E7 a lookup in a binding costs one subrequest, and a place in a wave only if it takes a slot", () => {
  const lookUp = (slot: boolean): object =>
    declareBinding({ name: `priced-${++names}`, ask: () => 1, answer: z.number(), timeoutMs: 200, slot });
  expect(priceOf({}, [lookUp(true)])).toMatchObject({
    subrequests: { healthy: 1, worst: 1, redirected: 1 },
    waves: 1,
    milliseconds: { together: 200, inTurn: 200 },
  });
  const many = (slot: boolean): object[] => Array.from({ length: 7 }, () => lookUp(slot));
  expect([priceOf({}, many(true)).waves, priceOf({}, many(false)).waves, priceOf({}, []).waves]).toEqual([2, 1, 0]);
});

test("E7 a call that logs in may be sent twice", () => {
  const orders = declareUpstream({
    name: `priced-${++names}`,
    origin: "FORECAST_ORIGIN",
    policy: { timeoutMs: 1_000, retries: 1 },
    request: () => ({ path: "/" }),
    answer: z.object({}),
    login: bearerLogin("priced", () => Promise.resolve({ access_token: "a" })),
  });
  expect(priceOf({}, [orders])).toMatchObject({
    subrequests: { healthy: 1, worst: 4 },
    milliseconds: { inTurn: 4_200 },
  });
});

test("E7 E5 the first try at each further origin does not wait", () => {
  const at = (origin: "FORECAST_ORIGIN" | readonly ["FORECAST_ORIGIN", "AIR_QUALITY_ORIGIN"]): object =>
    declareUpstream({
      name: `priced-${++names}`,
      origin,
      policy: { timeoutMs: 1_000, retries: 2 },
      request: () => ({ path: "/" }),
      answer: z.object({}),
    });
  expect(priceOf({}, [at("FORECAST_ORIGIN")])).toMatchObject({
    subrequests: { worst: 3 },
    milliseconds: { inTurn: 3_300 },
  });
  expect(priceOf({}, [at(["FORECAST_ORIGIN", "AIR_QUALITY_ORIGIN"])])).toMatchObject({
    subrequests: { worst: 3 },
    milliseconds: { inTurn: 3_200 },
  });
});

test("E7 each member that is an upstream's answer is a call, and the price is exact", () => {
  const [one, two] = [declared(), declared()];
  expect(priceOf({ one: one.answer, two: two.answer.nullable() }, undefined)).toMatchObject({
    basis: "exact",
    calls: { [`priced-${names - 1}`]: 1, [`priced-${names}`]: 1 },
  });
});

test("E7 a member that is something else makes the price incomplete, unless the calls are listed", () => {
  const one = declared();
  const shape = { one: one.answer, two: z.string() };
  expect(priceOf(shape, undefined)).toMatchObject({ basis: "incomplete", unpriced: ["two"] });
  expect(priceOf(shape, [one, one])).toMatchObject({ basis: "exact", subrequests: { healthy: 2, worst: 6 } });
  expect(priceOf(shape, [one, one])).not.toHaveProperty("unpriced");
});

test("E7 a schema that two upstreams answer with does not tell which of them is called", () => {
  const Shared = z.object({ degrees: z.number() });
  const one = declared({}, Shared);
  expect(priceOf({ one: one.answer }, undefined).basis).toBe("exact");
  declared({}, Shared);
  expect(priceOf({ one: one.answer }, undefined)).toMatchObject({ basis: "incomplete", unpriced: ["one"] });
});

test("E7 the bucket of an upstream bounds the extra attempts of all its calls", () => {
  const one = declared();
  const { subrequests, waves } = priceOf({}, Array(20).fill(one) as (typeof one)[]);
  expect([subrequests.worst, waves]).toEqual([20 + EXTRA_ATTEMPTS, 4]);
});

test("E7 milliseconds: every try to its timeout, the waits between them, all at once or in turn, and the route's deadline", () => {
  const one = declared({ timeoutMs: 1_000, hedgeMs: 200 });
  const two = declared({ timeoutMs: 500, retries: 0 });
  expect(priceOf({ one: one.answer, two: two.answer }, undefined, 2_000).milliseconds).toEqual({
    together: 3_500,
    inTurn: 4_000,
    deadline: 2_000,
  });
  expect(priceOf({ one: one.answer }, undefined).milliseconds).not.toHaveProperty("deadline");
});

test("E7 the OpenAPI document shows the price of a route, with the route's own deadline", () => {
  const one = declared();
  const app = new Hono<AppEnv>().get("/one", deadline(3_000), answers({ one: one.answer }), (c) =>
    merge(c, { one: (call) => one(call) }),
  );
  const about = { info: { title: "test", version: "1" }, problem: ProblemDocument, shared: {} };
  expect(documentOf(app.routes, about).paths["/one"]?.["get"]).toMatchObject({
    "x-price": { basis: "exact", subrequests: { healthy: 1, worst: 3 }, waves: 1, milliseconds: { deadline: 3_000 } },
  });
});

test("E7 what is no declared upstream has no price", () => {
  expect(() => priceOf({}, [() => undefined])).toThrow("calls lists something that is not a declared upstream");
});
