// Logins against an issuer and an API that count what they are sent.
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import * as z from "zod";
import { gatherSettled } from "../../src/gather/index.ts";
import { type Upstream, declareUpstream } from "../../src/upstream/declare-upstream.ts";
import { bearerLogin, clientCredentials, TokenAnswer } from "../../src/upstream/login.ts";
import type { UpstreamError } from "../../src/upstream/call/outcome.ts";
import type { CallContext } from "../../src/upstream/request/call-context.ts";
import { callIn } from "../support/call-in.ts";
import { openScope } from "../support/open-scope.ts";
import { scopeOptions } from "../support/scope-options.ts";
import { corner } from "../support/worker.ts";

const Echo = z.object({ headers: z.record(z.string(), z.string()) });

let names = 0;

/** An issuer that answers as `recipe` says, and an API that echoes, or answers as its input says. */
function loggedIn(recipe: string, policy: { idempotent?: boolean; retries?: number } = { retries: 0 }) {
  const key = `login-${++names}`;
  const issuer = corner();
  const api = corner();
  const queryOf = (url: string): Record<string, string> => Object.fromEntries(new URL(url).searchParams);
  const token = declareUpstream({
    name: `${key}-token`,
    origin: "FORECAST_ORIGIN",
    policy,
    request: () => ({
      ...clientCredentials("/fault", { id: "client", secret: "top secret" }),
      query: queryOf(issuer.fault(recipe)),
    }),
    answer: TokenAnswer,
  });
  const login = bearerLogin(key, (call) => token(call));
  const orders: Upstream<string, typeof Echo> = declareUpstream({
    name: `${key}-orders`,
    origin: "FORECAST_ORIGIN",
    policy: { retries: 0 },
    request: (id: string) => ({ path: "/echo", query: { id } }),
    answer: Echo,
    login,
  });
  const refusing = declareUpstream({
    name: `${key}-refusing`,
    origin: "FORECAST_ORIGIN",
    policy: { retries: 0 },
    request: (how: string) => ({ path: "/fault", query: queryOf(api.fault(how)) }),
    answer: z.object({ ok: z.boolean() }),
    login,
  });
  return { orders, refusing, issuer, api };
}

const call = (): CallContext => {
  const { worker, ...others } = scopeOptions("https://elsewhere.test");
  const origins = new Map([["FORECAST_ORIGIN", corner().origin]]);
  return callIn(openScope("https://elsewhere.test", { ...others, worker: { ...worker, env, origins } }));
};

/** The body of an issuer's answer, as a recipe. */
const tokenIs = (token: string, lifeS?: number): string =>
  `body=${encodeURIComponent(JSON.stringify({ access_token: token, ...(lifeS && { expires_in: lifeS }) }))}`;

test("parts that need a token at once get one together, and it is kept across requests", async () => {
  const { orders, issuer } = loggedIn(tokenIs("abc", 3_600));
  const first = call();
  const both = await Promise.all([orders(first, "1"), orders(first, "2")]);
  expect(both.map(({ headers }) => headers["authorization"])).toEqual(["Bearer abc", "Bearer abc"]);
  await orders(call(), "3");
  expect(await issuer.seen()).toMatchObject({ requests: 1 });
});

test("a token is asked for anew when its time is over, 30 s early", async () => {
  vi.useFakeTimers();
  const { orders, issuer } = loggedIn(tokenIs("abc", 100));
  try {
    await orders(call(), "1");
    vi.setSystemTime(Date.now() + 69_999);
    await orders(call(), "2");
    expect(await issuer.seen()).toMatchObject({ requests: 1 });
    vi.setSystemTime(Date.now() + 1);
    await orders(call(), "3");
    expect(await issuer.seen()).toMatchObject({ requests: 2 });
  } finally {
    vi.useRealTimers();
  }
});

test("after a 401 the token is dropped, and the request is sent once more: one call, two attempts", async () => {
  const { refusing, issuer, api } = loggedIn(tokenIs("abc"));
  const context = call();
  expect(await refusing(context, "failFirst=1&failStatus=401")).toMatchObject({ ok: true });
  expect([await issuer.seen(), await api.seen()]).toMatchObject([{ requests: 2 }, { requests: 2 }]);
  expect(context.calls.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([["ok", 2]]);
});

test("a second 401 is the answer, and nothing is asked a third time", async () => {
  const { refusing, issuer, api } = loggedIn(tokenIs("abc"));
  await expect(refusing(call(), "status=401")).rejects.toMatchObject({ outcome: "http_error", status: 401 });
  expect([await issuer.seen(), await api.seen()]).toMatchObject([{ requests: 2 }, { requests: 2 }]);
});

test("parts that are refused at once get one new token together", async () => {
  const { refusing, issuer, api } = loggedIn(tokenIs("abc"));
  const context = call();
  const parts = ["1", "2", "3"].map((id) => (each: CallContext) => refusing(each, `status=401&body=${id}`));
  await gatherSettled(parts, { context });
  expect([await issuer.seen(), await api.seen()]).toMatchObject([{ requests: 2 }, { requests: 6 }]);
});

test("a token of a few seconds is used within them", async () => {
  const { orders, issuer } = loggedIn(tokenIs("abc", 10));
  await orders(call(), "1");
  await orders(call(), "2");
  expect(await issuer.seen()).toMatchObject({ requests: 1 });
});

test.each([
  ["status=503", "http_error", "answered 503"],
  ["reset=headers", "network", "failed before its headers"],
  ["body=%7B%22token%22:%22hush%22%7D", "invalid", "answered with something else than a token"],
  ["body=%7B%22access_token%22:%22hush", "invalid", "answered with something else than a token"],
])(
  "an issuer that fails (%s) ends the call as its own call ended, and nothing secret is told",
  async (recipe, outcome, what) => {
    const { orders, api } = loggedIn(recipe);
    const context = call();
    const error = (await orders(context, "1").catch((reason: unknown) => reason)) as UpstreamError;
    expect([error.outcome, error.upstream]).toEqual([outcome, `login-${names}-token`]);
    expect(error.message).toContain(what);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/hush|top|Basic|Bearer/);
    expect(context.calls.map((each) => each.outcome)).toEqual([outcome]);
    expect(await api.seen()).toMatchObject({ requests: 0 });
  },
);

test("a part that is cancelled while it waits for a token ends the issuer's call", async () => {
  const { orders, issuer } = loggedIn("stall=headers");
  const context = call();
  const controller = new AbortController();
  const waiting = orders(context.fork(AbortSignal.any([context.signal, controller.signal])), "1");
  await issuer.seen("requests:1");
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toMatchObject({ outcome: "cancelled" });
  expect(await issuer.seen("leftEarly:1")).toMatchObject({ waitingForHeaders: 0 });
});

test("client credentials are sent as RFC 6749 says", () => {
  const { headers, body } = clientCredentials("/token", { id: "a:b", secret: "c d", scope: "read" });
  expect(atob(headers.Authorization.slice("Basic ".length))).toBe("a%3Ab:c%20d");
  expect(String(body)).toBe("grant_type=client_credentials&scope=read");
});
