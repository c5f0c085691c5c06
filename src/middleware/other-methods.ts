// A path that exists, asked in a way that does not.
import type { Hono } from "hono";
import { Problem } from "./problem.ts";
import type { AppEnv } from "./scope.ts";

/** Answers every method that a path of `app` has no handler for with a 405 `Problem` that names those it has. Call it after all routes. */
export function refuseOtherMethods(app: Pick<Hono<AppEnv>, "routes" | "all">): void {
  const allowed = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === "ALL") continue;
    const methods = allowed.get(path) ?? new Set();
    allowed.set(path, methods.add(method));
    if (method === "GET") methods.add("HEAD");
  }
  for (const [path, methods] of allowed) {
    const list = [...methods].join(", ");
    app.all(path, function otherMethod(c) {
      const detail = `${path} answers ${list}, not ${c.req.method}`;
      throw new Problem("method-not-allowed", { detail, headers: { Allow: list } });
    });
  }
}
