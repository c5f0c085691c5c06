// Declares a route's answer once. The compiler holds `merge` to it, and the OpenAPI document describes it.
import type { Context, MiddlewareHandler } from "hono";
import * as z from "zod";
import { checkBodyMemory } from "./body-memory.ts";
import { requestedParts } from "../middleware/parts-parameter.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { ProblemDocument } from "../problems/problem.ts";
import { type Docs, documented } from "../openapi/docs.ts";
import type { Upstream } from "../upstream/declare-upstream.ts";
import { outputOf } from "../upstream/output-of.ts";
import { priceOf } from "./price.ts";
import { checkNames, MergedFailure, mergedAnswer, mergedLine } from "./merged-answer.ts";

/**
 * Carries the type of the answer from the middleware to `merge`, in Hono's own `Input` type. A typed client can choose
 * parts.
 */
export interface Answering<A> {
  in: { query?: { parts?: string | undefined } };
  out: { answer: A };
}

/** The problem document of a merged answer that failed. */
export const MergedProblem = ProblemDocument.extend(MergedFailure.shape);

/** The declared answer of a route, and the parts that the request asks for. Absent for all. */
interface Declared {
  readonly shape: z.ZodRawShape;
  readonly requested?: ReadonlySet<string> | undefined;
}

/** Additions to the OpenAPI document, and to the price in it. */
export interface AnswersDocs extends Pick<Docs, "summary" | "operationId" | "problems"> {
  /**
   * The upstreams that the route calls. They make its price. List an upstream twice if it is called twice. Needed only
   * if a member is not simply the answer of one upstream.
   */
  readonly calls?: readonly Upstream<never, z.ZodType>[];
}

const declarations = new WeakMap<Context, Declared>();

/** Returns the declaration of the route of `c`. */
export function declaredOf(c: Context): Declared {
  return declarations.get(c) ?? { shape: {} };
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
 * The route reads `?parts=`, the names of the optional parts that a caller wants. An unknown name is a 400 with the
 * known names. The OpenAPI document shows the worst-case cost of the route as `x-price`.
 *
 * @throws {Problem} 503 from a request, while the bodies of other requests fill the isolate's memory.
 * @throws {TypeError} for a name that every answer has, such as `complete`.
 * @throws {TypeError} for a schema that ends in a transform. Its output is unknown: add `.pipe(…)`.
 */
export function answers<S extends z.ZodRawShape>(
  shape: S,
  { calls, ...docs }: AnswersDocs = {},
): MiddlewareHandler<AppEnv, string, Answering<z.output<z.ZodObject<S>>>> {
  checkNames(shape);
  const names = Object.keys(shape);
  const unknown = names.find((name) => endsInTransform(shape[name] as z.ZodType));
  if (unknown !== undefined)
    throw new TypeError(`the schema of ${JSON.stringify(unknown)} ends in a transform: add .pipe(…) with its output`);

  const failure = (description: string) => ({ description, schema: MergedProblem });
  return documented(
    async function answering(c: Context<AppEnv>, next: () => Promise<void>) {
      checkBodyMemory();
      declarations.set(c, { shape, requested: requestedParts(c, names) });
      await next();
    },
    {
      ...docs,
      parts: names,
      answer: () => ({
        description: "The merged parts, all or some of them",
        json: mergedAnswer(shape),
        line: mergedLine(shape),
        events: true,
        complete: true,
      }),
      price: (deadlineMs) => priceOf(shape, calls, deadlineMs),
      problems: {
        400: "A parameter of the query is invalid",
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
