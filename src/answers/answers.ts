// A route's answer is declared once: `merge` is held to it by the compiler, and the OpenAPI document is made of it.
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
 * Carries the type of the answer from the middleware to `merge`, in hono's own type of a request. A typed client may
 * name the parts that it wants.
 */
export interface Answering<A> {
  in: { query?: { parts?: string | undefined } };
  out: { answer: A };
}

/** The problem of a merged answer that failed. */
export const MergedProblem = ProblemDocument.extend(MergedFailure.shape);

/** A route's answer, and the optional parts that the request asks for: all if that is absent. */
interface Declared {
  readonly shape: z.ZodRawShape;
  readonly requested?: ReadonlySet<string> | undefined;
}

/** Additions to the OpenAPI document, and to the price in it. */
export interface AnswersDocs extends Pick<Docs, "summary" | "operationId" | "problems"> {
  /**
   * The upstreams that the route calls. They make its price. An upstream that is called twice is listed twice. Needed
   * only if a member is not simply the answer of one upstream.
   */
  readonly calls?: readonly Upstream<never, z.ZodType>[];
}

const declarations = new WeakMap<Context, Declared>();

/** The declaration that the route of `c` stands by. */
export function declaredOf(c: Context): Declared {
  return declarations.get(c) ?? { shape: {} };
}

/**
 * Declares what the route's answer holds besides its summary: a schema for each member. `docs` adds to the OpenAPI document.
 *
 * ```ts
 * app.get("/briefing", answers({ news: news.answer, weather: forecast.answer.nullable() }), (c) => merge(c, { … }))
 * ```
 *
 * Every such route reads `?parts=`, the names of the optional parts that a caller wants. An unknown name is a 400 that
 * lists the known ones. A request is refused with `Problem` 503 while the bodies of others fill the memory of the isolate.
 * The document shows what the route costs at its worst as `x-price`.
 *
 * @throws `TypeError` for a name that every answer has; for a schema that ends in a transform, because its output is unknown: add `.pipe(…)`.
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
        description: "What is there, in full or in part",
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

/** Whether nothing is known of what `schema` gives out. */
function endsInTransform(schema: z.ZodType): boolean {
  const output = outputOf(schema);
  const inner = output instanceof z.ZodNullable || output instanceof z.ZodOptional ? output.unwrap() : output;
  return inner instanceof z.ZodTransform;
}
