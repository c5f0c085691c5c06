// Makes one operation of the OpenAPI document from the documentation of its handlers.
import type * as z from "zod";
import { ndjsonTypes } from "../streams/ndjson.ts";
import type { AnswerDocs, BodyDocs, Docs, ProblemDocs, SecurityScheme } from "./docs.ts";
import type { Json, Schemas } from "./schemas.ts";

/** Problems of every route: a mistake in the code, a wrong configuration, or full memory. */
const ALWAYS: NonNullable<Docs["problems"]> = {
  500: "Something went wrong here",
  503: "The Worker is misconfigured, or the memory for bodies is full",
};

/** The whole documentation of a route. */
export type RouteDocs = Omit<Docs, "answer"> & { readonly answer?: AnswerDocs };

/** Merges the documentation of a route's handlers. The later value wins. */
export function joined(docs: readonly Docs[]): RouteDocs {
  const whole = docs.reduce<Docs>(
    (above, part) => ({ ...above, ...part, problems: { ...above.problems, ...part.problems } }),
    { problems: ALWAYS },
  );
  const { answer, ...rest } = whole;
  return { ...rest, ...(answer && { answer: typeof answer === "function" ? answer() : answer }) };
}

/** Returns the default name of an operation: the words of its path. */
export function operationIdOf(method: string, path: string): string {
  const [first = "root", ...rest] = path.match(/[A-Za-z\d]+/g) ?? [];
  const name = first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return method === "GET" ? name : `${name}${method.charAt(0)}${method.slice(1).toLowerCase()}`;
}

const NOTHING_MORE = {
  description: "No content: an EventSource has reconnected after the end of its stream (Last-Event-ID)",
};

/** Returns the operation as OpenAPI writes it. `problem` is the schema of a problem without extra members. */
export function operationOf(
  docs: RouteDocs,
  { method, template, operationId }: Readonly<Record<"method" | "template" | "operationId", string>>,
  schemas: Schemas,
  problem: z.ZodType,
): Json {
  const {
    summary = `${method} ${template}`,
    query,
    params,
    parts,
    headers = {},
    examples = {},
    body,
    answer,
    keyed,
    price,
    deadlineMs,
  } = docs;
  const { problems = {} } = docs;
  const parameters = [
    ...parametersOf("path", params, examples, schemas),
    ...parametersOf("query", query, examples, schemas),
    ...(parts === undefined || query?.shape["parts"] !== undefined ? [] : [partsParameter(parts)]),
    ...Object.entries(headers).map(([name, description]) => {
      return { name, in: "header", required: false, description, schema: { type: "string" }, example: examples[name] };
    }),
  ];
  return {
    operationId,
    summary,
    ...(price && { "x-price": price(deadlineMs) }),
    security: schemesOf(keyed).map(({ name }) => ({ [name]: [] })),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: requestBodyOf(body, schemas) }),
    responses: {
      [answer?.status ?? 200]: answer === undefined ? { description: "An answer" } : answerOf(answer, schemas),
      ...(answer?.events && method === "GET" && { 204: NOTHING_MORE }),
      ...Object.fromEntries(
        Object.entries(problems).map(([status, found]) => [status, problemOf(status, found, schemas, problem)]),
      ),
    },
  };
}

const KEY: SecurityScheme = { name: "key", scheme: { type: "http", scheme: "bearer" } };

/** Returns the credentials of a route: none, or one kind. */
export function schemesOf(keyed: RouteDocs["keyed"]): readonly SecurityScheme[] {
  if (keyed === undefined || keyed === false) return [];
  return [keyed === true ? KEY : keyed];
}

function parametersOf(
  where: "path" | "query",
  shape: z.ZodObject | undefined,
  examples: NonNullable<Docs["examples"]>,
  schemas: Schemas,
): Json[] {
  return Object.entries(shape?.shape ?? {}).map(([name, type]) => {
    const schema = schemas.of("input", type as z.ZodType);
    const [first] = (schema["examples"] ?? []) as unknown[];
    // Importers such as Postman's look here, and not into the schema.
    const example = first ?? schema["default"] ?? examples[name];
    const required = where === "path" || !(type as z.ZodType).safeParse(undefined).success;
    return { name, in: where, required, schema, ...(example !== undefined && { example }) };
  });
}

function partsParameter(names: readonly string[]): Json {
  return {
    name: "parts",
    in: "query",
    required: false,
    description:
      "The optional parts that are wanted, separated by commas; all by default. Others are not asked for, and reported as " +
      "`not_requested`. Required parts are always there.",
    style: "form",
    explode: false,
    schema: { type: "array", items: { type: "string", enum: names } },
    example: names,
  };
}

function requestBodyOf({ schema, example, line, lineExample }: BodyDocs, schemas: Schemas): Json {
  const content = (type: z.ZodType, shown: unknown): Json => {
    return { schema: schemas.of("input", type), ...(shown !== undefined && { example: shown }) };
  };
  return {
    required: true,
    content: {
      "application/json": content(schema, example),
      ...(line && Object.fromEntries(ndjsonTypes.map((type) => [type, content(line, lineExample)]))),
    },
  };
}

function answerOf({ description, json, line, events, text, complete }: AnswerDocs, schemas: Schemas): Json {
  const string = { schema: { type: "string" } };
  const content = {
    ...(json && { "application/json": { schema: schemas.of("output", json) } }),
    ...(text && { "text/plain": string }),
    ...(line && Object.fromEntries(ndjsonTypes.map((type) => [type, { schema: schemas.of("output", line) }]))),
    ...(events && { "text/event-stream": string }),
  };
  const headers = { "Gather-Complete": { schema: { type: "string", enum: ["true", "false"] } } };
  return { description, ...(complete && { headers }), ...(Object.keys(content).length > 0 && { content }) };
}

function problemOf(status: string, docs: string | ProblemDocs, schemas: Schemas, usual: z.ZodType): Json {
  const { description, schema = usual } = typeof docs === "string" ? { description: docs } : docs;
  const exact = { ...schemas.of("output", schema), properties: { status: { const: Number(status) } } };
  return { description, content: { "application/problem+json": { schema: exact } } };
}
