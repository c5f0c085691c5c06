// Logs in to an upstream with a token. The token is kept while it is valid, and replaced when it is refused.
import * as z from "zod";
import { CallContext, scopeOf } from "./request/call-context.ts";
import type { Reply } from "./request/call-init.ts";

/** Sends a request with a login. `send` sends the request with the given headers. */
export type Login = (
  context: CallContext,
  request: { readonly headers: Record<string, string> | undefined },
  send: (headers: Record<string, string>) => Promise<Reply>,
) => Promise<Reply>;

/** A token in the memory of an isolate. It is plain data, so requests may share it. */
interface Kept {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Tokens that an isolate keeps. The oldest is dropped first. */
const MAX_TOKENS = 100;

/** Milliseconds before its end in which a token is not used: it must be valid until the upstream has read it. */
const LEEWAY_MS = 30_000;

/** Default lifetime of a token in seconds. */
const DEFAULT_LIFE_S = 300;

const kept = new Map<string, Kept>();

/** Counts dropped tokens. A request that started before a drop must not store its older token. */
let drops = 0;

/** The answer of a token issuer, RFC 6749 section 5.1. */
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
});

/** Gets a token from its issuer. */
export type GetToken = (context: CallContext) => Promise<z.output<typeof TokenAnswer>>;

/**
 * Returns a login with a bearer token. Name the issuer, client and scope in `key`: logins with the same key share a
 * token. An answer with status 401 drops the token, and the request is sent once more with a new one.
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
 */
export function bearerLogin(key: string, getToken: GetToken): Login {
  return async function loggedIn(context, { headers }, send) {
    const first = await tokenOf(key, getToken, context);
    const reply = await send(withToken(headers, first.token));
    if (reply.status !== 401) return reply;
    if (kept.get(key) === first) {
      kept.delete(key);
      drops++;
    }
    return send(withToken(headers, (await tokenOf(key, getToken, context)).token));
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

async function tokenOf(key: string, getToken: GetToken, context: CallContext): Promise<Kept> {
  const known = kept.get(key);
  if (known !== undefined && Date.now() < known.expiresAt - LEEWAY_MS) return known;
  const scope = scopeOf(context);
  // Parts of a request that need a token at the same time share one call.
  const { access_token: token, expires_in: lifeS = DEFAULT_LIFE_S } = await scope.singleFlight.run(
    `login ${drops} ${key}`,
    scope.joined(context.signal),
    () => getToken(new CallContext(scope)),
  );
  const fresh = { token, expiresAt: Date.now() + lifeS * 1_000 };
  kept.delete(key);
  kept.set(key, fresh);
  const [oldest] = kept.keys();
  if (kept.size > MAX_TOKENS && oldest !== undefined) kept.delete(oldest);
  return fresh;
}

function withToken(headers: Record<string, string> | undefined, token: string): Record<string, string> {
  return { ...headers, authorization: `Bearer ${token}` };
}
