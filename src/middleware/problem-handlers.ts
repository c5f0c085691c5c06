// What hono is given to answer with where no handler did: for errors, unknown paths and other methods.
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { MisconfiguredError } from "../misconfigured-error.ts";
import { failureOf } from "../upstream/failure-of.ts";
import { Problem, problemDocument, problemIn, statusOf, upstreamProblem } from "./problem.ts";
import type { AppEnv } from "./scope.ts";
import { writtenJson } from "./written-json.ts";

/** Answers with the problem. */
function respondProblem(c: Context<AppEnv>, problem: Problem): Response {
  return c.body(writtenJson(c, problemDocument(problem)), statusOf(problem), {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    ...problem.details.headers,
  });
}

/**
 * The problem that an error becomes: a problem that was thrown, that of upstreams, or that of wrong variables. Any
 * other error is logged, and the problem says only that.
 */
export function toProblem(error: unknown): Problem {
  const thrown = problemIn(error);
  if (thrown !== undefined) return thrown;
  const failure = failureOf(error);
  if (failure !== undefined) return upstreamProblem(failure.outcome, failure.message);
  console.error(error);
  if (error instanceof MisconfiguredError) return misconfigured(error);
  if (error instanceof SuppressedError) for (const inner of [error.suppressed, error.error]) console.error(inner);
  return new Problem("internal-error", { detail: "the error was logged" });
}

/** Names what is wrong. Values stay in the log. */
function misconfigured({ faults }: MisconfiguredError): Problem {
  const errors = faults.map(({ variable, what }) => ({ field: variable, message: what }));
  return new Problem("misconfigured", {
    detail: errors.map(({ field, message }) => `${field} ${message}`).join(", "),
    errors,
  });
}

/** For `app.onError`: every error becomes a problem. */
export function problemHandler(error: Error, c: Context<AppEnv>): Response {
  return error instanceof HTTPException ? error.getResponse() : respondProblem(c, toProblem(error));
}

/** For `app.notFound`: names the routes there are. */
export function notFoundHandler(routes: readonly { readonly method: string; readonly path: string }[]) {
  return function notFound(c: Context<AppEnv>): Response {
    const known = routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
    const detail = `${c.req.path} is not here; there is ${[...new Set(known)].join(", ")}`;
    return respondProblem(c, new Problem("not-found", { detail }));
  };
}

/** For hono's `methodNotAllowed`. */
export function otherMethodHandler(c: Context<AppEnv>, methods: readonly string[]): Response {
  const allowed = methods.join(", ");
  const detail = `${c.req.path} answers ${allowed}, not ${c.req.method}`;
  return respondProblem(c, new Problem("method-not-allowed", { detail, headers: { Allow: allowed } }));
}
