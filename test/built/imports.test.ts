// The OpenAPI document in the tools that clients use: a linter, and an import that is to work at the first try.
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, inject, test } from "vitest";
import * as z from "zod";
import { type PostmanRequest, postmanRequests } from "../support/postman.ts";
import { API_KEY } from "../support/settings.ts";

const worker = inject("worker") ?? "";
const document = await (await fetch(`${worker}/openapi.json`)).text();

const Example = z.looseObject({ schema: z.unknown(), example: z.unknown().optional() });
const Operation = z.looseObject({
  parameters: z.array(Example.extend({ name: z.string() })).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), Example) }).optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});
const { paths } = z
  .looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) })
  .parse(JSON.parse(document));
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

async function errorsOf(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ["recommended"] });
  const found = await lintFromString({ source, config, absoluteRef: `${worker}/openapi.json` });
  return found.filter(({ severity }) => severity === "error").map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

test("R27 redocly finds no error in the document", async () => {
  expect(await errorsOf(document)).toEqual([]);
  // Without `security` the linter cannot know that a route is public.
  expect(await errorsOf(document.replace('"security":[],', ""))).toEqual([expect.stringContaining("security-defined")]);
});

/** Whether a route is the starter's. Those that users add need no examples. */
const isOwn = (name: string): boolean => /^\w+ \/(hello|city|gather|probe|jobs|about|healthz|openapi\.json)/.test(name);

test.each(operations.filter(({ name }) => isOwn(name)))(
  "R27 $name has an example for each parameter and body, which its schema allows",
  ({ operation }) => {
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    ajv.addSchema(JSON.parse(document) as object, "openapi.json");
    const shown = [
      ...operation.parameters,
      ...Object.entries(operation.requestBody?.content ?? {}).map(([name, content]) => ({ name, ...content })),
    ];
    for (const { name, schema, example } of shown) {
      const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/')) as object;
      expect([name, example !== undefined && ajv.validate(local, example)]).toEqual([name, true]);
    }
  },
);

/** Stand-ins answer for the public APIs that the examples name. */
const local = (text: string): string => text.replaceAll(/https:\/\/[\w.-]+(?=\/)/g, inject("upstreams"));

async function send({ method, url, header = [], body, auth }: PostmanRequest, jobId: string): Promise<Response> {
  const path = url.path.map((step) => (step === ":id" ? jobId : step)).join("/");
  const query = new URLSearchParams(url.query.map(({ key, value }) => [key, value]));
  const headers = new Headers(header.map(({ key, value }) => [key, value]));
  if (auth?.type === "bearer") headers.set("Authorization", `Bearer ${API_KEY}`);
  return fetch(`${worker}/${path}?${query}`, {
    method,
    headers,
    ...(body?.raw !== undefined && { body: local(body.raw) }),
  });
}

/** A job is made before it is asked for, and has ended before it is forgotten. */
const ORDER = ["POST /jobs", "other", "POST /jobs/:id/cancel", "DELETE /jobs/:id"];
const nameOf = ({ url, method }: PostmanRequest): string => `${method} /${url.path.join("/")}`;
const rankOf = (request: PostmanRequest): number => {
  const rank = ORDER.indexOf(nameOf(request));
  return rank === -1 ? ORDER.indexOf("other") : rank;
};

test("R27 every request that Postman imports succeeds at the first try", async () => {
  const imported = await postmanRequests(document);
  expect(imported.length).toBe(operations.length);
  const requests = imported.filter((request) => isOwn(nameOf(request)));
  let jobId = "";
  for (const request of requests.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const response = await send(request, jobId);
    const text = await response.text();
    expect([nameOf(request), response.status, response.ok ? "" : text]).toEqual([
      nameOf(request),
      expect.any(Number),
      "",
    ]);
    if (nameOf(request) === "POST /jobs") jobId = z.object({ id: z.string() }).parse(JSON.parse(text)).id;
  }
}, 30_000);
