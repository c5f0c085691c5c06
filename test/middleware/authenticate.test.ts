// Authentication of one's own in front of a route: who passes, how a refusal looks, and what others know of the caller.
import { Hono, type MiddlewareHandler } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { HTTPException } from "hono/http-exception";
import { jwt, sign } from "hono/jwt";
import { describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { answers, type AppEnv, authenticate, defineProblem, merge, Problem, rateLimit } from "../../src/endpoint.ts";
import { scope } from "../../src/middleware/scope.ts";
import { documentOf } from "../../src/openapi/document.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { ProblemDocument } from "../../src/problems/problem.ts";
import { problem } from "../support/worker.ts";

const SECRET = "a secret of the test";
const Payload = z.object({ sub: z.string() });

/** The secret comes with the request's environment, so the middleware is made for each request. */
const signedIn = authenticate<{ Bindings: { JWT_SECRET: string } }>(
  (c, next) => jwt({ secret: c.env.JWT_SECRET, alg: "HS256" })(c, next),
  {
    caller: (c) => Payload.parse(c.get("jwtPayload")).sub,
    scheme: { name: "jwt", scheme: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
  },
);

const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

/** A route behind `guard`, and the callers that its rate limit counts. */
function behind(guard: MiddlewareHandler<AppEnv>, most = Infinity) {
  const counted: string[] = [];
  const limit = ({ key }: { key: string }): Promise<{ success: boolean }> => {
    counted.push(key);
    return Promise.resolve({ success: counted.filter((each) => each === key).length <= most });
  };
  const app = new Hono<AppEnv>().onError(problemHandler).use(scope);
  app.get("/report", guard, rateLimit, answers({ one: z.number() }), (c) => merge(c, { one: () => 1 }));
  const env = { ALLOWED_ORIGINS: "", JWT_SECRET: SECRET, RATE_LIMITER: { limit } };
  const ask = (headers: Record<string, string> = {}): Promise<Response> =>
    Promise.resolve(app.request("/report", { headers: { "CF-Connecting-IP": "192.0.2.1", ...headers } }, env));
  return { app, ask, counted };
}

describe("with hono's jwt", () => {
  test("a valid token passes, and the rate limit counts its owner by a digest", async () => {
    const { ask, counted } = behind(signedIn);
    const tokens = [await sign({ sub: "ada" }, SECRET, "HS256"), await sign({ sub: "ada", n: 2 }, SECRET, "HS256")];
    for (const token of tokens) expect((await ask(bearer(token))).status).toBe(200);
    expect(counted).toEqual([expect.stringMatching(/^key [\da-f]{64}$/), counted[0]]);
    expect((await ask(bearer(await sign({ sub: "bob" }, SECRET, "HS256")))).status).toBe(200);
    expect(counted[2]).not.toBe(counted[0]);
  });

  test.each([
    ["no token", async () => ({})],
    ["a token that another signed", async () => bearer(await sign({ sub: "ada" }, "another", "HS256"))],
    ["an expired token", async () => bearer(await sign({ sub: "ada", exp: 1 }, SECRET, "HS256"))],
    ["no JWT at all", async () => bearer("nonsense")],
  ] as [string, () => Promise<Record<string, string>>][])(
    "%s is a 401 problem with a challenge",
    async (_what, headers) => {
      const { ask, counted } = behind(signedIn);
      const response = await ask(await headers());
      expect([response.status, response.headers.get("WWW-Authenticate")]).toEqual([
        401,
        expect.stringContaining("Bearer"),
      ]);
      expect(await response.json()).toMatchObject({
        type: "about:blank",
        title: "Unauthorized",
        status: 401,
      });
      expect(counted).toEqual(["address 192.0.2.1"]);
    },
  );
});

describe("a refusal becomes a problem, however it is made", () => {
  const closed = defineProblem("closed", 403, "The office is closed");

  test.each([
    ["bearerAuth", bearerAuth({ token: "right" }), 401],
    ["an HTTPException", () => Promise.reject(new HTTPException(403, { message: "not you" })), 403],
    ["a Problem", () => Promise.reject(new Problem(closed, { detail: "come back at nine" })), 403],
    [
      "a response",
      () => Promise.resolve(new Response("no", { status: 401, headers: { "WWW-Authenticate": "Own" } })),
      401,
    ],
  ] as [string, MiddlewareHandler, number][])("%s", async (_what, middleware, status) => {
    const response = await behind(authenticate(middleware)).ask(bearer("wrong"));
    expect([response.status, response.headers.get("Content-Type")]).toEqual([status, "application/problem+json"]);
    expect(await response.json()).toMatchObject({ status, detail: expect.any(String) as string });
  });

  test("headers of its own response are kept", async () => {
    const refuses: MiddlewareHandler = () =>
      Promise.resolve(new Response("no", { status: 401, headers: { "WWW-Authenticate": "Own" } }));
    expect((await behind(authenticate(refuses)).ask()).headers.get("WWW-Authenticate")).toBe("Own");
  });

  test("past the rate limit it is 429", async () => {
    const { ask } = behind(authenticate(bearerAuth({ token: "right" })), 2);
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await ask(bearer("wrong"))).status);
    expect(statuses).toEqual([401, 401, 429]);
  });
});

test("a redirect to a login is sent as it is", async () => {
  const login: MiddlewareHandler = (c) => Promise.resolve(c.redirect("/login"));
  const response = await behind(authenticate(login)).ask();
  expect([response.status, response.headers.get("Location")]).toEqual([302, "/login"]);
});

test("without a name for the caller, those who pass count by address", async () => {
  const { ask, counted } = behind(authenticate(bearerAuth({ token: "right" })));
  expect((await ask(bearer("right"))).status).toBe(200);
  expect(counted).toEqual(["address 192.0.2.1"]);
});

test("a mistake in the middleware is a 500, and not a refusal", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const broken: MiddlewareHandler = () => Promise.reject(new TypeError("broken"));
  expect((await problem(await behind(authenticate(broken)).ask())).status).toBe(500);
  logged.mockRestore();
});

test("the OpenAPI document says which credentials the route wants, and how it refuses", () => {
  const { app } = behind(signedIn);
  const info = { title: "test", version: "1" };
  const { paths, components } = documentOf(app.routes, { info, problem: ProblemDocument, shared: {} });
  expect(paths["/report"]).toMatchObject({
    get: { security: [{ jwt: [] }], responses: { 400: {}, 401: {}, 403: {}, 429: {} } },
  });
  expect(components.securitySchemes).toEqual({ jwt: { type: "http", scheme: "bearer", bearerFormat: "JWT" } });
});
