// Hono's handlers for errors, unknown paths and wrong methods.
import type { Context } from "hono";
import { writtenJson } from "../streams/written-json.ts";
import { type CallContext, scopeOf } from "../upstream/request/call-context.ts";
import { Problem, problemDocument } from "./problem.ts";
import { toProblem } from "./to-problem.ts";

/** Answers with the problem. */
function respondProblem(c: Context, problem: Problem): Response {
  const body = writtenJson(problemDocument(problem), () =>
    scopeOf((c.var as unknown as { call: CallContext }).call).bodies.outlive(),
  );
  return c.body(body, problem.kind.status, {
    "Cache-Control": "no-store",
    ...problem.details.headers,
    "Content-Type": "application/problem+json",
  });
}

/** For `app.onError`. Turns every error into a problem. */
export function problemHandler(error: Error, c: Context): Response {
  return respondProblem(c, toProblem(error));
}

/** For `app.notFound`. Lists the routes. */
export function notFoundHandler(routes: readonly { readonly method: string; readonly path: string }[]) {
  return function notFound(c: Context): Response {
    const known = routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
    const detail = `no route for ${c.req.path}; routes: ${[...new Set(known)].join(", ")}`;
    return respondProblem(c, new Problem("not-found", { detail }));
  };
}

/** For hono's `methodNotAllowed`. */
export function otherMethodHandler(c: Context, methods: readonly string[]): Response {
  const allowed = methods.join(", ");
  const detail = `${c.req.path} answers ${allowed}, not ${c.req.method}`;
  return respondProblem(c, new Problem("method-not-allowed", { detail, headers: { Allow: allowed } }));
}
