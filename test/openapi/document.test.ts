// The OpenAPI document is collected from the routes that are mounted, whatever their method and parameters.
import { Hono } from "hono";
import { expect, test } from "vitest";
import * as z from "zod";
import {
  access,
  answers,
  type AppEnv,
  describe as documented,
  jsonBody,
  merge,
  param,
  query,
  rateLimit,
} from "../../src/endpoint.ts";
import { ProblemDocument } from "../../src/problems/problem.ts";
import { ndjsonTypes } from "../../src/streams/ndjson.ts";
import { documentOf } from "../../src/openapi/document.ts";

const about = { info: { title: "test", version: "1" }, problem: ProblemDocument, shared: { Problem: ProblemDocument } };
const Item = z.object({ name: z.string() });

const items = new Hono<AppEnv>()
  .get(
    "/item/:id",
    rateLimit,
    param(z.strictObject({ id: z.string().max(9) })),
    query(z.strictObject({ lang: z.enum(["de", "en"]).optional(), size: z.string() })),
    answers({ item: Item }, { summary: "An item", problems: { 404: "There is no such item" } }),
    (c) => merge(c, { item: () => ({ name: c.req.valid("param").id }) }),
  )
  .post("/item", access, jsonBody(Item, { example: { name: "pen" } }), answers({ item: Item }), (c) =>
    merge(c, { item: () => c.req.valid("json") }),
  );

const document = documentOf(items.routes, about);
const operation = (path: string, method: string) => (document.paths[path]?.[method] ?? {}) as Record<string, unknown>;

test("path parameters and the query are told, each with what it takes", () => {
  expect(Object.keys(document.paths)).toEqual(["/item/{id}", "/item"]);
  expect(operation("/item/{id}", "get")).toMatchObject({
    operationId: "itemId",
    summary: "An item",
    security: [],
    parameters: [
      { name: "id", in: "path", required: true, schema: { type: "string", maxLength: 9 } },
      { name: "lang", in: "query", required: false, schema: { enum: ["de", "en"] } },
      { name: "size", in: "query", required: true },
      {
        name: "parts",
        in: "query",
        required: false,
        explode: false,
        schema: { type: "array", items: { enum: ["item"] } },
      },
    ],
  });
});

test("a POST tells its body, with an example, and that it needs a key", () => {
  expect(operation("/item", "post")).toMatchObject({
    operationId: "itemPost",
    security: [{ key: [] }],
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: { $ref: "#/components/schemas/ItemPostRequest" }, example: { name: "pen" } },
      },
    },
  });
  expect(document.components.schemas["ItemPostRequest"]).toMatchObject({ properties: { name: { type: "string" } } });
});

test("each handler adds the problems that it answers with", () => {
  const statuses = (path: string, method: string): string[] =>
    Object.keys(operation(path, method)["responses"] as object);
  expect(statuses("/item/{id}", "get")).toEqual(["200", "204", "400", "404", "429", "500", "502", "503", "504"]);
  expect(statuses("/item", "post")).toEqual([
    "200",
    "400",
    "401",
    "408",
    "413",
    "415",
    "422",
    "429",
    "500",
    "502",
    "503",
    "504",
  ]);
});

test("a merged answer is told in its three deliveries, and a line by the parts there are", () => {
  const { content } = (operation("/item", "post")["responses"] as { 200: { content: object } })[200];
  expect(Object.keys(content)).toEqual(["application/json", ...ndjsonTypes, "text/event-stream"]);
  expect(document.components.schemas["ItemPostLine"]).toMatchObject({
    anyOf: [{ properties: { key: { const: "item" } } }, { properties: { type: { const: "summary" } } }],
  });
});

test("E2 a parameter of the route's own that is called parts is the only one of that name", () => {
  const own = new Hono<AppEnv>().get("/x", query(z.object({ parts: z.string() })), answers({ item: Item }), (c) =>
    merge(c, { item: () => ({ name: "pen" }) }),
  );
  expect(documentOf(own.routes, about).paths["/x"]).toMatchObject({
    get: { parameters: [{ name: "parts", required: true, schema: { type: "string" } }] },
  });
});

test("two routes with one operation id are refused", () => {
  const twice = new Hono<AppEnv>().get("/a/b", (c) => c.text("")).get("/a-b", (c) => c.text(""));
  expect(() => documentOf(twice.routes, about)).toThrow(/two routes have the operation id aB/);
  const named = new Hono<AppEnv>().get("/a/b", documented({ operationId: "one" }), (c) => c.text(""));
  expect(documentOf(named.routes, about).paths["/a/b"]).toMatchObject({ get: { operationId: "one" } });
});
