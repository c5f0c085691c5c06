// Rate limits of single routes, each by a binding of its own.
import { Hono } from "hono";
import { expect, expectTypeOf, test, vi } from "vitest";
import { type AppEnv, rateLimit, rateLimitBy } from "../../src/endpoint.ts";
import type { RateLimitBinding } from "../../src/middleware/rate-limit.ts";
import { scope } from "../../src/middleware/scope.ts";
import { healthz } from "../../src/routes/healthz.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import { problem } from "../support/worker.ts";

/** As `npm run prepare` would name it, were it in wrangler.toml. */
const SEARCH = "SEARCH_LIMITER" as RateLimitBinding;

function limiter(most: number) {
  const asked: string[] = [];
  const limit = ({ key }: { key: string }): Promise<{ success: boolean }> =>
    Promise.resolve({ success: asked.push(key) <= most });
  return { asked, limit };
}

const app: Hono<AppEnv> = new Hono<AppEnv>()
  .onError(problemHandler)
  .use(scope)
  .get("/search", rateLimit, rateLimitBy(SEARCH, { periodS: 10 }), (c) => c.text("found"))
  .get("/other", rateLimit, (c) => c.text("other"))
  .route(
    "/",
    healthz(() => app.routes),
  );

const ask = (path: string, env: object): Promise<Response> =>
  Promise.resolve(app.request(path, { headers: { "CF-Connecting-IP": "192.0.2.1" } }, { ALLOWED_ORIGINS: "", ...env }));

test("the limit holds for its route alone, by the same caller, and says when to come back", async () => {
  const env = { RATE_LIMITER: limiter(Infinity), SEARCH_LIMITER: limiter(1) };
  expect((await ask("/search", env)).status).toBe(200);
  const refused = await ask("/search", env);
  expect([(await problem(refused)).status, refused.headers.get("Retry-After")]).toEqual([429, "10"]);
  expect((await ask("/other", env)).status).toBe(200);
  expect(env.SEARCH_LIMITER.asked).toEqual(["address 192.0.2.1", "address 192.0.2.1"]);
  expect(env.RATE_LIMITER.asked).toHaveLength(3);
});

test("R20 a binding that is missing is a 503 that names it, on its route and on /healthz", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  expect((await problem(await ask("/search", {}))).errors).toEqual([{ field: SEARCH, message: "is missing" }]);
  expect((await problem(await ask("/healthz", {}))).errors).toContainEqual({ field: SEARCH, message: "is missing" });
  logged.mockRestore();
});

test("a name must be that of a rate limit in wrangler.toml", () => {
  expectTypeOf<RateLimitBinding>().toEqualTypeOf<"RATE_LIMITER">();
  // @ts-expect-error a variable is not a rate limit
  const wrong = (): unknown => rateLimitBy("ALLOWED_ORIGINS");
  expect(wrong).toBeTypeOf("function");
});
