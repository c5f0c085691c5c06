// Adds your own authentication to a route: a JWT, a session, a signature. Any Hono middleware works.
import type { Context, Env as HonoEnv, MiddlewareHandler, Next } from "hono";
import { HTTPException } from "hono/http-exception";
import { clientAddress } from "../access/client-address.ts";
import { documented, type SecurityScheme } from "../openapi/docs.ts";
import { isOverLimit, rateLimited } from "./rate-limit.ts";
import type { AppEnv } from "./scope.ts";

/** Options of `authenticate`. */
interface AuthenticateOptions {
  /**
   * Returns the name of the caller, after the request has passed. Rate limits, breakers and jobs use that name.
   *
   * @default the caller's address
   */
  readonly caller?: (c: Context<AppEnv>) => string;
  /** The credentials for the OpenAPI document. @default a bearer token */
  readonly scheme?: SecurityScheme;
}

const BEARER: SecurityScheme = { name: "token", scheme: { type: "http", scheme: "bearer" } };

/**
 * Puts `middleware` in front of a route as its authentication.
 *
 * `middleware` accepts a request by calling `next`. It refuses a request by throwing Hono's `HTTPException` or a
 * `Problem`, or by returning a response with a status from 400. The client gets a problem in each case. Refused
 * requests count for the rate limit, by address. Caches never keep an answer of such a route.
 *
 * @example
 * const signedIn = authenticate((c, next) => jwt({ secret: c.env.JWT_SECRET, alg: "HS256" })(c, next), {
 *   caller: (c) => String(c.get("jwtPayload").sub),
 * });
 * app.get("/report", signedIn, rateLimit, answers({ … }), …)
 *
 * @throws {Problem} 429 over the rate limit.
 * @throws The error of `middleware`.
 */
export function authenticate<E extends HonoEnv = AppEnv>(
  middleware: MiddlewareHandler<E>,
  { caller, scheme = BEARER }: AuthenticateOptions = {},
): MiddlewareHandler<AppEnv> {
  return documented(authenticated, {
    keyed: scheme,
    problems: {
      400: "The request, or its credentials, cannot be read",
      401: "Credentials are needed",
      403: "The credentials do not suffice",
      429: "Too many requests",
    },
  });

  async function authenticated(c: Context<AppEnv>, next: Next): Promise<Response | undefined> {
    let hasPassed = false;
    async function pass(): Promise<void> {
      hasPassed = true;
      // A separate name space: the keys of `access` are names of callers too.
      if (caller !== undefined) c.set("key", `caller ${caller(c)}`);
      await next();
    }
    try {
      const response = (await middleware(c as never, pass)) ?? undefined;
      if (hasPassed || response === undefined || response.status < 400) return response;
      throw new HTTPException(response.status as 401, { res: response });
    } catch (error) {
      if (!hasPassed && (await isOverLimit(c, clientAddress(c)))) throw rateLimited();
      throw error;
    }
  }
}
