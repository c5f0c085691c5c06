// GraphQL reports errors in a 200. They are failures of the call.
import { expect, test } from "vitest";
import * as z from "zod";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { graphql } from "../../src/upstream/graphql.ts";
import { declareInScope } from "../support/declare-in-scope.ts";
import { openScope } from "../support/open-scope.ts";
import { corner } from "../support/worker.ts";

const Data = z.object({ product: z.object({ name: z.string() }).nullable() });

let names = 0;

/** Asks an upstream that answers with `reply`, and resolves to the data, or to how it failed. */
async function dataOf(reply: unknown): Promise<unknown> {
  const { origin } = corner();
  const worker = {
    env: {} as Env,
    origins: new Map([["FORECAST_ORIGIN", origin]]),
    caching: false,
    waitUntil: () => undefined,
  };
  const asked = declareInScope<string, ReturnType<typeof graphql<string, typeof Data>>["answer"]>({
    name: `graphql-${++names}`,
    origin: "FORECAST_ORIGIN",
    ...graphql({
      path: "/fault",
      query: "query ($id: ID!) { product(id: $id) { name } }",
      variables: (id: string) => ({ id }),
      data: Data,
    }),
    request: () => ({ path: "/fault", method: "POST", query: { body: JSON.stringify(reply) } }),
  });
  return asked(openScope(origin, { worker }), "lamp").catch((error: unknown) =>
    error instanceof UpstreamError
      ? [error.outcome, error.reason, error.message.replace(/^upstream "[^"]+" /, "")]
      : error,
  );
}

test("data without errors is the answer", async () => {
  expect(await dataOf({ data: { product: { name: "Lamp" } } })).toEqual({ product: { name: "Lamp" } });
  expect(await dataOf({ data: { product: null }, errors: [], extensions: {} })).toEqual({ product: null });
  expect(await dataOf({ data: { product: null }, errors: null })).toEqual({ product: null });
});

const told = "answered differently than declared:";

test.each([
  ["errors without data", { errors: [{ message: "no access" }] }, `${told} errors[0]: no access`],
  ["errors beside data", { data: { product: null }, errors: [{ message: "half" }] }, `${told} errors[0]: half`],
  ["a long message, cut", { errors: [{ message: "x".repeat(1_000) }] }, `${told} errors[0]: ${"x".repeat(200)}`],
  ["errors of another shape", { errors: "many" }, expect.stringContaining(`${told} errors: `) as string],
  ["no data", { data: null }, expect.stringContaining(`${told} (body): `) as string],
  ["data of another shape", { data: { product: {} } }, expect.stringContaining(`${told} product.name: `) as string],
])("%s: invalid, and says why", async (_what, reply, message) => {
  expect(await dataOf(reply)).toEqual(["invalid", "undeclared_shape", message]);
});

test("the operation and its variables are sent as JSON", () => {
  const { request } = graphql({
    query: "{ shop }",
    variables: (id: string) => ({ id }),
    data: z.unknown(),
    headers: () => ({ "X-Key": "k" }),
  });
  expect(request("lamp", {} as Env)).toEqual({
    path: "/graphql",
    json: { query: "{ shop }", variables: { id: "lamp" } },
    headers: { "X-Key": "k" },
  });
});
