// One route of the OpenAPI document, put together from what its handlers say of themselves.
import type * as z from "zod";
import { ndjsonTypes } from "../streams/ndjson.ts";
import type { AnswerDocs, Docs, ProblemDocs } from "./docs.ts";
import type { Json, Schemas } from "./schemas.ts";

/** What every route may answer with, as it runs in a Worker that can be misconfigured. */
const ALWAYS: NonNullable<Docs["problems"]> = {
  500: "Something went wrong here",
  503: "The Worker is misconfigured, or the memory for bodies is full",
};

/** All that is said of one route. */
export type RouteDocs = Omit<Docs, "answer"> & { readonly answer?: AnswerDocs };

/** Puts together what the handlers of a route say. Of two values for one thing, the later counts. */
export function joined(docs: readonly Docs[]): RouteDocs {
  const whole = docs.reduce<Docs>(
    (above, part) => ({ ...above, ...part, problems: { ...above.problems, ...part.problems } }),
    { problems: ALWAYS },
  );
  const { answer, ...rest } = whole;
  return { ...rest, ...(answer && { answer: typeof answer === "function" ? answer() : answer }) };
}

/** The name of an operation whose route gives none: the words of its path. */
export function operationIdOf(method: string, path: string): string {
  const [first = "root", ...rest] = path.match(/[A-Za-z\d]+/g) ?? [];
  const name = first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return method === "GET" ? name : `${name}${method.charAt(0)}${method.slice(1).toLowerCase()}`;
}

const NOTHING_MORE = {
  description: "Nothing more: the request is of an EventSource that has had its answer (Last-Event-ID)",
};

/** The operation as OpenAPI writes it. `problem` is the schema of a problem that says nothing besides. */
export function operationOf(
  docs: RouteDocs,
  { method, operationId }: { readonly method: string; readonly operationId: string },
  schemas: Schemas,
  problem: z.ZodType,
): Json {
  const { summary, query, params, headers = {}, body, answer, keyed, price, deadlineMs, problems = {} } = docs;
  const parameters = [
    ...parametersOf("path", params, schemas),
    ...parametersOf("query", query, schemas),
    ...Object.entries(headers).map(([name, description]) => {
      return { name, in: "header", required: false, description, schema: { type: "string" } };
    }),
  ];
  return {
    operationId,
    ...(summary !== undefined && { summary }),
    ...(price && { "x-price": price(deadlineMs) }),
    security: keyed ? [{ key: [] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: requestBodyOf(body, schemas) }),
    responses: {
      [answer?.status ?? 200]: answer === undefined ? { description: "An answer" } : answerOf(answer, schemas),
      ...(answer?.events && method === "GET" && { 204: NOTHING_MORE }),
      ...Object.fromEntries(
        Object.entries(problems).map(([status, said]) => [status, problemOf(status, said, schemas, problem)]),
      ),
    },
  };
}

function parametersOf(where: "path" | "query", shape: z.ZodObject | undefined, schemas: Schemas): Json[] {
  return Object.entries(shape?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: where,
    required: where === "path" || !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemas.of("input", schema as z.ZodType),
  }));
}

function requestBodyOf({ schema, line, example }: NonNullable<Docs["body"]>, schemas: Schemas): Json {
  return {
    required: true,
    content: {
      "application/json": { schema: schemas.of("input", schema), ...(example !== undefined && { example }) },
      ...(line && Object.fromEntries(ndjsonTypes.map((type) => [type, { schema: schemas.of("input", line) }]))),
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

function problemOf(status: string, said: string | ProblemDocs, schemas: Schemas, usual: z.ZodType): Json {
  const { description, schema = usual } = typeof said === "string" ? { description: said } : said;
  const exact = { ...schemas.of("output", schema), properties: { status: { const: Number(status) } } };
  return { description, content: { "application/problem+json": { schema: exact } } };
}
