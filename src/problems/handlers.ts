// What hono is given to answer with where no handler did: for errors, unknown paths and other methods.
import type { Context } from "hono";
import type { AppEnv } from "../middleware/scope.ts";
import { writtenJson } from "../answers/written-json.ts";
import { Problem, problemDocument } from "./problem.ts";
import { toProblem } from "./to-problem.ts";

/** Answers with the problem. */
function respondProblem(c: Context<AppEnv>, problem: Problem): Response {
  return c.body(writtenJson(c, problemDocument(problem)), problem.kind.status, {
    "Cache-Control": "no-store",
    ...problem.details.headers,
    "Content-Type": "application/problem+json",
  });
}

/** For `app.onError`: every error becomes a problem. */
export function problemHandler(error: Error, c: Context<AppEnv>): Response {
  return respondProblem(c, toProblem(error));
}

/** For `app.notFound`: names the routes there are. */
export function notFoundHandler(routes: readonly { readonly method: string; readonly path: string }[]) {
  return function notFound(c: Context<AppEnv>): Response {
    const known = routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
    const detail = `no route for ${c.req.path}; routes: ${[...new Set(known)].join(", ")}`;
    return respondProblem(c, new Problem("not-found", { detail }));
  };
}

/** For hono's `methodNotAllowed`. */
export function otherMethodHandler(c: Context<AppEnv>, methods: readonly string[]): Response {
  const allowed = methods.join(", ");
  const detail = `${c.req.path} answers ${allowed}, not ${c.req.method}`;
  return respondProblem(c, new Problem("method-not-allowed", { detail, headers: { Allow: allowed } }));
}
