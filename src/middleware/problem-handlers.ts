// What hono is given to answer with where no handler did: for errors, unknown paths and other methods.
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { Problem, problemDocument, problemOf, statusOf } from "./problem.ts";

/** Answers with the problem. */
function respondProblem(c: Context, problem: Problem): Response {
  return c.body(JSON.stringify(problemDocument(problem)), statusOf(problem), {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    ...problem.details.headers,
  });
}

/** The problem of an error that nobody meant: it is logged, and says nothing of itself. */
export function internalProblem(error: unknown): Problem {
  console.error(error);
  if (error instanceof SuppressedError) for (const inner of [error.suppressed, error.error]) console.error(inner);
  return new Problem("internal-error", { detail: "the error was logged" });
}

/** For `app.onError`: every error becomes a problem. */
export function problemHandler(error: Error, c: Context): Response {
  const problem = problemOf(error);
  if (problem === undefined && error instanceof HTTPException) return error.getResponse();
  return respondProblem(c, problem ?? internalProblem(error));
}

/** For `app.notFound`: names the routes there are. */
export function notFoundHandler(routes: readonly { readonly method: string; readonly path: string }[]) {
  return function notFound(c: Context): Response {
    const known = routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
    const detail = `${c.req.path} is not here; there is ${[...new Set(known)].join(", ")}`;
    return respondProblem(c, new Problem("not-found", { detail }));
  };
}

/** For hono's `methodNotAllowed`. */
export function otherMethodHandler(c: Context, methods: readonly string[]): Response {
  const allowed = methods.join(", ");
  const detail = `${c.req.path} answers ${allowed}, not ${c.req.method}`;
  return respondProblem(c, new Problem("method-not-allowed", { detail, headers: { Allow: allowed } }));
}
