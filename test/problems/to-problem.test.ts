// What is thrown by others becomes a problem too: hono's exceptions, its middleware's refusals, and kinds that an endpoint adds.
import { Hono, type MiddlewareHandler } from "hono";
import { basicAuth } from "hono/basic-auth";
import { bearerAuth } from "hono/bearer-auth";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { expect, test } from "vitest";
import type { AppEnv } from "../../src/middleware/scope.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { defineProblem } from "../../src/problems/kinds.ts";
import { Problem } from "../../src/problems/problem.ts";
import { problemType } from "../support/problem-type.ts";

/** The answer of an app that has this middleware, and whose handler throws if there is something to throw. */
async function answerTo(request: RequestInit, middleware: MiddlewareHandler, thrown?: Error) {
  const app = new Hono<AppEnv>().onError(problemHandler).use(middleware);
  app.all("/", (c) => {
    if (thrown !== undefined) throw thrown;
    return c.text("passed");
  });
  const response = await app.request("https://api.test/", request);
  return { response, document: await response.json<Record<string, unknown>>() };
}

const nothing: MiddlewareHandler = (_c, next) => next();

test.each([
  ["bearerAuth", bearerAuth({ token: "secret" }), {}, 401],
  ["bearerAuth with a wrong token", bearerAuth({ token: "secret" }), { headers: { Authorization: "Bearer no" } }, 401],
  ["basicAuth", basicAuth({ username: "a", password: "b" }), {}, 401],
  ["bodyLimit", bodyLimit({ maxSize: 1 }), { method: "POST", body: "too long" }, 413],
  [
    "csrf",
    csrf(),
    { method: "POST", headers: { "Content-Type": "text/plain", Origin: "https://other.test" }, body: "x" },
    403,
  ],
] as [string, MiddlewareHandler, RequestInit, number][])(
  "R25 what hono's %s refuses is a problem",
  async (_name, middleware, request, status) => {
    const { response, document } = await answerTo(request, middleware);
    expect(response.status).toBe(status);
    expect(response.headers.get("Content-Type")).toBe("application/problem+json");
    expect(document).toMatchObject({ type: "about:blank", status, title: expect.any(String) as string });
    expect(document["detail"]).not.toBe("");
  },
);

test("R25 a refusal keeps its challenge", async () => {
  const { response } = await answerTo({}, bearerAuth({ token: "secret" }));
  expect(response.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
});

test("R25 an HTTPException is a problem with its message", async () => {
  const { document } = await answerTo({}, nothing, new HTTPException(409, { message: "it is taken" }));
  expect(document).toEqual({ type: "about:blank", title: "Conflict", status: 409, detail: "it is taken" });
});

test("R25 an endpoint adds kinds of problems of its own, by name or by URI", async () => {
  const soldOut = defineProblem("sold-out", 409, "The item is sold out");
  const { document } = await answerTo({}, nothing, new Problem(soldOut, { detail: "no pen is left" }));
  const type = problemType("sold-out");
  expect(document).toEqual({ type, title: "The item is sold out", status: 409, detail: "no pen is left" });
  expect(defineProblem("https://api.test/problems/gone", 410, "Gone").type).toBe("https://api.test/problems/gone");
});
