// Logs in to an upstream with a token. The token is kept while it is valid, and replaced when it is refused.
import * as z from "zod";
import { discard, type Fetch, type Outbound } from "./call/fetch.ts";
import { UpstreamError } from "./call/outcome.ts";
import { type CallContext, scopeOf } from "./request/call-context.ts";
import { sharedContext } from "./request/shared-context.ts";
import { KeptTokens } from "./kept-tokens.ts";

/** Makes the layer that logs the calls of `context` in. */
export type Login = (context: CallContext) => (next: Fetch) => Fetch;

/** Tokens that an isolate keeps. */
const tokens = new KeptTokens();

/** The answer of a token issuer, RFC 6749 section 5.1. */
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
});

/** Gets a token from its issuer. */
export type GetToken = (context: CallContext) => Promise<z.output<typeof TokenAnswer>>;

/**
 * A login with a bearer token. `key` names issuer, client and scope: logins with the same key share a token. An answer
 * with status 401 drops the token, and the request is sent once more with a new one.
 *
 * @example
 * const token = declareUpstream({
 *   name: "token",
 *   origin: "LOGIN_ORIGIN",
 *   policy: { idempotent: true },
 *   request: (_: void, env) => clientCredentials("/oauth/token", { id: env.CLIENT_ID, secret: env.CLIENT_SECRET }),
 *   answer: TokenAnswer,
 * });
 * const orders = declareUpstream({ …, login: bearerLogin("orders", (call) => token(call)) });
 * ```
 *
 * If the issuer fails, the call ends as the call of the issuer did.
 */
export function bearerLogin(key: string, getToken: GetToken): Login {
  return (context) =>
    function withLogin(next) {
      return async function loggedIn(request, call) {
        const first = await tokenOf(key, getToken, context);
        const answer = await next(withToken(request, first), call);
        if (answer.response.status !== 401 || request.body instanceof ReadableStream) return answer;
        await discard(answer);
        tokens.drop(key, first);
        // The second request is the same call again, from its first origin on.
        call.tries = 0;
        call.status = undefined;
        return next(withToken(request, await tokenOf(key, getToken, context, first)), call);
      };
    };
}

/** Returns a request for a token by client credentials, RFC 6749 section 4.4. */
export function clientCredentials(
  path: `/${string}`,
  { id, secret, scope }: { readonly id: string; readonly secret: string; readonly scope?: string },
) {
  const form = new URLSearchParams({ grant_type: "client_credentials", ...(scope !== undefined && { scope }) });
  return {
    path,
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}` },
    body: form,
  } as const;
}

/** A token for `key`, other than the `refused` one. Parts of a request that need one at the same time get one together. */
async function tokenOf(key: string, getToken: GetToken, context: CallContext, refused = ""): Promise<string> {
  const known = tokens.get(key);
  if (known !== undefined && known !== refused) return known;
  const scope = scopeOf(context);
  const { signal } = context;
  return scope.singleFlight.run(`login ${key} ${refused}`, scope.joined(signal), async function getOne(flight) {
    try {
      const { access_token: token, expires_in: lifeS } = await getToken(sharedContext(scope, flight.signal));
      tokens.keep(key, token, lifeS);
      return token;
    } catch (error) {
      throw error instanceof UpstreamError && error.outcome === "invalid" ? discreet(error) : error;
    }
  });
}

/** The error without its message, which may quote the answer, and so the token. */
function discreet({ upstream, reason }: UpstreamError): UpstreamError {
  return new UpstreamError(upstream, reason, "answered with something else than a token");
}

function withToken(request: Outbound, token: string): Outbound {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}
