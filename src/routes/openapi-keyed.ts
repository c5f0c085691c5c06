// How the OpenAPI document tells of routes that reach where the caller points them, and therefore need a key.
import type * as z from "zod";
import { deliveries } from "./openapi-deliveries.ts";
import { faults } from "./openapi-faults.ts";
import { type Json, problems, schemaOf } from "./openapi-phrases.ts";

/** What is told of such a route. */
interface Keyed<S extends z.ZodType> {
  readonly operationId: string;
  readonly summary: string;
  readonly request: S;
  /** A request that can be sent from a viewer as it is. */
  readonly example: z.input<S>;
  /** What the answer is, as one document and by lines. */
  readonly description: string;
  readonly answer: z.ZodType;
  readonly line: z.ZodType;
  /** Problems that it alone has. */
  readonly others?: Json;
}

/** A route that takes a JSON body and answers in any of the three deliveries. */
export function keyed<S extends z.ZodType>(route: Keyed<S>): Json {
  const { operationId, summary, request, example, description, answer, line, others } = route;
  return {
    post: {
      operationId,
      summary,
      security: [{ key: [] }],
      requestBody: {
        required: true,
        content: { "application/json": { schema: schemaOf(request, "input"), example } },
      },
      responses: {
        200: { description, ...deliveries(answer, line) },
        ...problems({
          400: "The body is not JSON",
          401: "A key is needed",
          408: "The body did not arrive in time",
          413: "The body is too large",
          415: "The body is not called JSON, or is compressed",
          422: "A field is invalid",
          429: "Too many requests",
          ...faults,
        }),
        ...others,
      },
    },
  };
}
