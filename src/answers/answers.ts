// Declares a route's answer once. The compiler holds `merge` to it, and the OpenAPI document describes it.
import type { Context, MiddlewareHandler } from "hono";
import * as z from "zod";
import { checkBodyMemory } from "./body-memory.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { ProblemDocument } from "../problems/problem.ts";
import { type Docs, documented } from "../openapi/docs.ts";
import { outputOf } from "../upstream/output-of.ts";
import { checkNames, MergedFailure, mergedAnswer, mergedLine } from "./merged-answer.ts";

/** Carries the type of the answer from the middleware to `merge`, in Hono's own `Input` type. */
export interface Answering<A> {
  out: { answer: A };
}

/** The problem document of a merged answer that failed. */
export const MergedProblem = ProblemDocument.extend(MergedFailure.shape);

const shapes = new WeakMap<Context, z.ZodRawShape>();

/** Returns the shape that the route of `c` has declared. */
export function shapeOf(c: Context): z.ZodRawShape {
  return shapes.get(c) ?? {};
}

/**
 * Declares the members of the route's answer, besides its summary: a schema for each. `docs` adds to the OpenAPI
 * document.
 *
 * @example
 * app.get(
 *   "/briefing",
 *   answers({ news: news.answer, weather: forecast.answer.nullable() }),
 *   (c) => merge(c, { news: (call) => news(call), weather: optional((call) => forecast(call, home)) }),
 * );
 *
 * @throws {Problem} 503 from a request, while the bodies of other requests fill the isolate's memory.
 * @throws {TypeError} for a name that every answer has, such as `parts`.
 * @throws {TypeError} for a schema that ends in a transform. Its output is unknown: add `.pipe(…)`.
 */
export function answers<S extends z.ZodRawShape>(
  shape: S,
  docs: Pick<Docs, "summary" | "operationId" | "problems"> = {},
): MiddlewareHandler<AppEnv, string, Answering<z.output<z.ZodObject<S>>>> {
  checkNames(shape);
  const unknown = Object.keys(shape).find((name) => endsInTransform(shape[name] as z.ZodType));
  if (unknown !== undefined)
    throw new TypeError(`the schema of ${JSON.stringify(unknown)} ends in a transform: add .pipe(…) with its output`);

  const failure = (description: string) => ({ description, schema: MergedProblem });
  return documented(
    async function answering(c: Context<AppEnv>, next: () => Promise<void>) {
      checkBodyMemory();
      shapes.set(c, shape);
      await next();
    },
    {
      ...docs,
      answer: () => ({
        description: "The merged parts, all or some of them",
        json: mergedAnswer(shape),
        line: mergedLine(shape),
        events: true,
        complete: true,
      }),
      problems: {
        502: failure("A required part is missing"),
        504: failure("A required part is missing because time ran out"),
        ...docs.problems,
      },
    },
  );
}

/** Returns true if the output of `schema` is unknown. */
function endsInTransform(schema: z.ZodType): boolean {
  const output = outputOf(schema);
  const inner = output instanceof z.ZodNullable || output instanceof z.ZodOptional ? output.unwrap() : output;
  return inner instanceof z.ZodTransform;
}
