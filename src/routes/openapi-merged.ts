// Describes routes that merge parts, for the OpenAPI document.
import type * as z from "zod";
import { MergedLine } from "../middleware/merged-answer.ts";
import { deliveries } from "./openapi-deliveries.ts";
import { faults } from "./openapi-faults.ts";
import { type Json, MergedProblem, nameAnswer, parametersOf, problems } from "./openapi-phrases.ts";

/** A route that merges parts. The answer's schema is named after it. `others`: further problems, by status. */
export function merged(
  operationId: string,
  summary: string,
  query: z.ZodObject,
  answer: z.ZodType,
  others: Readonly<Record<number, string>> = {},
): Json {
  nameAnswer(answer, `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Answer`);
  return {
    get: {
      operationId,
      summary,
      parameters: parametersOf(query),
      responses: {
        200: { description: "What is there, in full or in part", ...deliveries(answer, MergedLine) },
        204: { description: "Nothing more: the request is of an EventSource that has had its answer (Last-Event-ID)" },
        ...problems({
          400: "A query parameter is invalid",
          429: "Too many requests",
          ...faults,
          ...others,
        }),
        ...problems({ 502: "What is required is not there", 504: "Time ran out" }, MergedProblem),
      },
    },
  };
}
