// For how long caches may keep a merged answer.
import { Hono, type MiddlewareHandler } from "hono";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import {
  access,
  answers,
  type AppEnv,
  declareUpstream,
  describe as documented,
  gather,
  gatherAny,
  merge,
  optional,
  type Part,
} from "../../src/endpoint.ts";
import { noStore } from "../../src/middleware/no-store.ts";
import { scope } from "../../src/middleware/scope.ts";
import { problemHandler } from "../../src/problems/handlers.ts";
import type { CachePolicy } from "../../src/upstream/call/cache-policy.ts";
import { corner } from "../support/worker.ts";

afterEach(() => {
  vi.useRealTimers();
});

let names = 0;

/** A part that calls an upstream with this cache policy; `recipe` says how the upstream behaves. */
function part(cache: CachePolicy | undefined, recipe = ""): Part<unknown> {
  const url = new URL(corner().fault(recipe));
  const upstream = declareUpstream({
    name: `kept-${++names}`,
    origin: "FORECAST_ORIGIN",
    policy: { retries: 0, ...(cache && { cache }) },
    request: () => ({ path: "/fault", query: Object.fromEntries(url.searchParams) }),
    answer: z.unknown(),
  });
  return (call) => upstream(call);
}

const MINUTE = { freshS: 60, staleWhileRevalidateS: 20, staleIfErrorS: 600 };
const HOUR = { freshS: 3_600, staleWhileRevalidateS: 10, staleIfErrorS: 300 };
const PLAIN = { freshS: 120 };
const KEPT = "max-age=60, stale-while-revalidate=10, stale-if-error=300";

interface Changes {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly env?: object;
  readonly search?: string;
  readonly guard?: MiddlewareHandler<AppEnv>;
}

const Members = { one: z.unknown(), two: z.unknown() };

function ask(one: Part<unknown>, two: Part<unknown>, changes: Changes = {}): Promise<Response> {
  const { method = "GET", headers = {}, env = {}, search = "", guard } = changes;
  const app = new Hono<AppEnv>().onError(problemHandler).use(noStore).use(scope);
  app.on(["GET", "POST"], "/x", guard ?? ((_c, next) => next()), answers(Members), (c) =>
    merge(c, { one, two: optional(two) }),
  );
  const context = {
    waitUntil: (work: Promise<unknown>) => onTestFinished(() => work.then(() => undefined)),
    passThroughOnException: () => undefined,
    props: {},
  } as unknown as ExecutionContext;
  return Promise.resolve(
    app.request(
      `http://localhost/x${search}`,
      { method, headers },
      { ALLOWED_ORIGINS: "", FORECAST_ORIGIN: corner().origin, ...env },
      context,
    ),
  );
}

const cacheControl = async (response: Promise<Response>): Promise<string | null> => {
  const { status, headers, body } = await response;
  expect(status).toBe(200);
  await body?.cancel();
  return headers.get("Cache-Control");
};

describe("E1 a complete answer may be kept", () => {
  test("as its strictest part allows", async () => {
    expect(await cacheControl(ask(part(MINUTE), part(HOUR)))).toBe(KEPT);
  });

  test("and without a word in a policy, nothing stale is served", async () => {
    expect(await cacheControl(ask(part(PLAIN), part(HOUR)))).toBe("max-age=120, stale-if-error=0");
  });

  test("apart for each delivery", async () => {
    const { headers, body } = await ask(part(MINUTE), part(HOUR));
    await body?.cancel();
    expect(headers.get("Vary")).toBe("Accept");
  });

  test("for HEAD as for GET", async () => {
    expect(await cacheControl(ask(part(MINUTE), part(HOUR), { method: "HEAD" }))).toBe(KEPT);
  });

  test("less the time for which an upstream's answer was kept already", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const [one, two] = [part(MINUTE), part(HOUR)];
    await vi.waitFor(async () => {
      const response = await ask(one, two);
      const { parts } = z.object({ parts: z.record(z.string(), z.unknown()) }).parse(await response.json());
      expect(parts["one"]).toMatchObject({ cache: { state: "hit" } });
    });
    vi.setSystemTime(Date.now() + 45_000);
    expect(await cacheControl(ask(one, two))).toBe("max-age=15, stale-while-revalidate=10, stale-if-error=300");
  });

  test("by the calls of nested helpers, of which the losers do not count", async () => {
    const race: Part<unknown> = (call) =>
      gatherAny([(each) => part(PLAIN, "stall=headers")(each), (each) => part(HOUR)(each)], { context: call });
    expect(await cacheControl(ask(part(MINUTE), race))).toBe(KEPT);
  });

  test("whatever a part that was not asked for would allow", async () => {
    expect(await cacheControl(ask(part(HOUR), part(undefined), { search: "?parts=" }))).toMatch(/^max-age=3600/);
  });
});

describe("E1 no cache keeps an answer", () => {
  test("that is partial", async () => {
    expect(await cacheControl(ask(part(MINUTE), part(MINUTE, "status=500")))).toBe("no-store");
  });

  test("with a part whose upstream has no cache policy", async () => {
    expect(await cacheControl(ask(part(MINUTE), part(undefined)))).toBe("no-store");
  });

  test("with a part that calls nothing, because nothing is known of it", async () => {
    expect(await cacheControl(ask(part(MINUTE), () => Date.now()))).toBe("no-store");
  });

  test("with a call that cannot be cached", async () => {
    const put = declareUpstream({
      name: `kept-${++names}`,
      origin: "FORECAST_ORIGIN",
      request: () => ({ path: "/fault", method: "PUT" }),
      answer: z.unknown(),
    });
    expect(await cacheControl(ask(part(MINUTE), (call) => put(call)))).toBe("no-store");
  });

  test("with a plain call beside the declared one", async () => {
    const both: Part<unknown> = (call) =>
      gather([(each) => part(HOUR)(each), (each) => each.read(corner().fault())], { context: call });
    expect(await cacheControl(ask(part(MINUTE), both, { env: { ALLOWED_ORIGINS: corner().origin } }))).toBe("no-store");
  });

  test("with a call that failed, though its part did without it", async () => {
    const backup: Part<unknown> = (call) =>
      Promise.resolve(part(HOUR, "status=503")(call)).catch(() => part(HOUR)(call));
    expect(await cacheControl(ask(part(MINUTE), backup))).toBe("no-store");
  });

  test.each([{ Authorization: "Bearer x" }, { Cookie: "session=1" }])("of a request with %o", async (headers) => {
    expect(await cacheControl(ask(part(MINUTE), part(HOUR), { headers }))).toBe("no-store");
  });

  test("of a route that wants a key, or says that it wants other credentials", async () => {
    const open = { guard: access, env: { OPEN_ACCESS: "true" } };
    expect(await cacheControl(ask(part(MINUTE), part(HOUR), open))).toBe("no-store");
    const own = { guard: documented({ keyed: true }) };
    expect(await cacheControl(ask(part(MINUTE), part(HOUR), own))).toBe("no-store");
  });

  test("to a caller that a middleware has named", async () => {
    const guard: MiddlewareHandler<AppEnv> = (c, next) => {
      c.set("key", "someone");
      return next();
    };
    expect(await cacheControl(ask(part(MINUTE), part(HOUR), { guard }))).toBe("no-store");
  });

  test("to a POST", async () => {
    expect(await cacheControl(ask(part(MINUTE), part(HOUR), { method: "POST" }))).toBe("no-store");
  });

  test("that is a stream", async () => {
    const headers = { Accept: "application/x-ndjson" };
    const response = await ask(part(MINUTE), part(HOUR), { headers });
    await response.arrayBuffer();
    expect(response.headers.get("Cache-Control")).toBe("no-store");
  });

  test("while CACHE_UPSTREAMS is false", async () => {
    expect(await cacheControl(ask(part(MINUTE), part(HOUR), { env: { CACHE_UPSTREAMS: "false" } }))).toBe("no-store");
  });
});

test("E1 a call of the plan itself counts, like one of a part", async () => {
  const app = new Hono<AppEnv>().use(scope).get("/x", answers({ one: z.unknown() }), (c) =>
    merge(c, async (parts) => {
      await c.var.call.read(corner().fault());
      return gather(parts({ one: part(MINUTE) }));
    }),
  );
  const { origin } = corner();
  const response = await app.request("/x", {}, { ALLOWED_ORIGINS: origin, FORECAST_ORIGIN: origin });
  expect(await cacheControl(Promise.resolve(response))).toBe("no-store");
});

test("E1 a handler may say otherwise, and add to Vary", async () => {
  const app = new Hono<AppEnv>().use(noStore).use(scope);
  app.get("/x", answers({ one: z.unknown() }), async (c) => {
    c.header("Vary", "Accept-Language");
    const response = await merge(c, { one: part(MINUTE) });
    response.headers.set("Cache-Control", "private, max-age=5");
    return response;
  });
  const { headers, body } = await app.request("/x", {}, { ALLOWED_ORIGINS: "", FORECAST_ORIGIN: corner().origin });
  await body?.cancel();
  expect([headers.get("Cache-Control"), headers.get("Vary")]).toEqual([
    "private, max-age=5",
    "Accept-Language, Accept",
  ]);
});
