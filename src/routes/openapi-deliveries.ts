// Describes answers that come in one document, in lines or in events, for the OpenAPI document.
import type * as z from "zod";
import { ndjsonTypes } from "../streams/ndjson.ts";
import { type Json, schemaOf } from "./openapi-phrases.ts";

/** One document, or lines or events. */
export function deliveries(answer: z.ZodType, line: z.ZodType): Json {
  return {
    headers: { "Gather-Complete": { schema: { type: "string", enum: ["true", "false"] } } },
    content: {
      "application/json": { schema: schemaOf(answer, "output") },
      ...lines(line),
      "text/event-stream": { schema: { type: "string" } },
    },
  };
}

/** Lines of JSON, by each name that a client may ask for them. */
export function lines(line: z.ZodType): Json {
  return Object.fromEntries(ndjsonTypes.map((type) => [type, { schema: schemaOf(line, "output") }]));
}
