// The OpenAPI document, held to the standard. That every answer of the routes' suite conforms to it is checked as that suite runs.
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, inject, test } from "vitest";
import * as z from "zod";
import { conforms } from "../support/conforms.ts";
import { get } from "../support/worker.ts";

const document = async (): Promise<Record<string, unknown>> =>
  z.record(z.string(), z.unknown()).parse(await (await get("/openapi.json")).json());

test("H7 /openapi.json is valid OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(await document());
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test("H7 the validator finds a document that is not", async () => {
  const { info: _missing, ...broken } = await document();
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test("H7 every route of the Worker is in it", async () => {
  const { detail } = z.object({ detail: z.string() }).parse(await (await get("/nowhere")).json());
  const known = detail.split("routes: ")[1]?.split(", ") ?? [];
  const told = Object.entries((await document())["paths"] as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  );
  expect(told.toSorted((a, b) => a.localeCompare(b))).toEqual(known.toSorted((a, b) => a.localeCompare(b)));
});

test("H7 an answer that it does not tell of is found out", async () => {
  const origin = inject("worker") ?? "";
  await expect(conforms(origin, "GET", "/healthz", Response.json({ status: "well" }))).rejects.toThrow(
    /does not conform/,
  );
  await expect(conforms(origin, "GET", "/healthz", new Response("", { status: 418 }))).rejects.toThrow(/does not know/);
});
