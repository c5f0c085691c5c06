// What the compiler refuses in an endpoint, and what it knows of one. `npm run types` makes these assertions; nothing here is run.
import { Hono } from "hono";
import { hc } from "hono/client";
import { expectTypeOf, test } from "vitest";
import * as z from "zod";
import {
  answers,
  type AppEnv,
  type CallContext,
  declareUpstream,
  gather,
  gatherAny,
  merge,
  optional,
  param,
} from "../../src/endpoint.ts";

const News = z.object({ headlines: z.array(z.string()) });
const Weather = z.object({ celsius: z.number() });
const Topic = z.object({ topic: z.enum(["sea", "sky"]) });

function declareNews() {
  return declareUpstream({
    name: "news",
    origin: "FORECAST_ORIGIN",
    request: (topic: string) => ({ path: ["latest", topic] }),
    answer: News,
  });
}

function declareForecast() {
  return declareUpstream({
    name: "forecast",
    origin: "FORECAST_ORIGIN",
    request: ({ north }: { north: number }) => ({ path: ["forecast", north] }),
    answer: Weather,
  });
}

type News = ReturnType<typeof declareNews>;
type Forecast = ReturnType<typeof declareForecast>;

/** Is compiled, and never called. */
function compiled(_code: (news: News, forecast: Forecast, call: CallContext) => unknown): void {}

test("an endpoint with a path parameter compiles, and a typed client knows its answer", () => {
  compiled((news, forecast) => {
    const briefing = new Hono<AppEnv>().get(
      "/briefing/:topic",
      param(Topic),
      answers({ news: news.answer, weather: forecast.answer.nullable() }),
      (c) =>
        merge(c, {
          news: (call) => news(call, c.req.valid("param").topic),
          weather: optional((call) => forecast(call, { north: 1 })),
        }),
    );
    return async () => {
      const client = hc<typeof briefing>("https://api.example.com");
      const answer = await (await client.briefing[":topic"].$get({ param: { topic: "sea" } })).json();
      expectTypeOf(answer.news).toEqualTypeOf<{ headlines: string[] }>();
      expectTypeOf(answer.weather).toEqualTypeOf<{ celsius: number } | null>();
      expectTypeOf(answer.complete).toEqualTypeOf<boolean>();
    };
  });
});

test("a call without its context does not compile", () => {
  compiled((news, forecast) =>
    new Hono<AppEnv>().get("/x", answers({ news: news.answer, weather: forecast.answer.nullable() }), (c) =>
      merge(c, {
        // @ts-expect-error the context is left out
        news: () => news("sea"),
        weather: optional((call) => forecast(call, { north: 1 })),
      }),
    ),
  );
});

test("an answer that drifts from its schema does not compile", () => {
  compiled((news) =>
    new Hono<AppEnv>().get("/x", answers({ news: News, more: News }), (c) =>
      // @ts-expect-error a member is missing
      merge(c, { news: (call) => news(call, "a") }),
    ),
  );
  compiled((news) =>
    new Hono<AppEnv>().get("/x", answers({ news: News }), (c) =>
      // @ts-expect-error a member is not declared
      merge(c, { news: (call) => news(call, "a"), more: () => 1 }),
    ),
  );
  compiled((_news, forecast) =>
    new Hono<AppEnv>().get("/x", answers({ weather: z.object({ celsius: z.string() }) }), (c) =>
      merge(c, {
        // @ts-expect-error a member has another type
        weather: (call) => forecast(call, { north: 1 }),
      }),
    ),
  );
  compiled((_news, forecast) =>
    new Hono<AppEnv>().get("/x", answers({ weather: Weather }), (c) =>
      merge(c, {
        // @ts-expect-error an optional part needs a member that may be null
        weather: optional((call) => forecast(call, { north: 1 })),
      }),
    ),
  );
  compiled((_news, forecast) =>
    new Hono<AppEnv>().get("/x", answers({ weather: z.object({ celsius: z.string() }) }), (c) =>
      // @ts-expect-error the same in the form of a function
      merge(c, async (parts) => gather(parts({ weather: (call) => forecast(call, { north: 1 }) }))),
    ),
  );
});

test("E3 an optional part with a fallback needs no member that may be null, and the fallback must fit", () => {
  compiled((news, forecast) =>
    new Hono<AppEnv>().get("/x", answers({ news: News, weather: Weather }), (c) =>
      merge(c, {
        news: optional((call) => news(call, "a"), { fallback: { headlines: [] } }),
        weather: optional((call) => forecast(call, { north: 1 }), { fallback: { celsius: 0 } }),
      }),
    ),
  );
  compiled((news) =>
    new Hono<AppEnv>().get("/x", answers({ news: News }), (c) =>
      merge(c, async (parts) => {
        const told = await gather(parts({ news: optional((call) => news(call, "a"), { fallback: "none" }) }));
        expectTypeOf(told.news).toEqualTypeOf<{ headlines: string[] } | string>();
        return { news: typeof told.news === "string" ? { headlines: [told.news] } : told.news };
      }),
    ),
  );
  compiled((news) =>
    new Hono<AppEnv>().get("/x", answers({ news: News }), (c) =>
      merge(c, {
        // @ts-expect-error the fallback has another type
        news: optional((call) => news(call, "a"), { fallback: { headlines: 0 } }),
      }),
    ),
  );
});

test("merge does not compile in a route that declares no answer", () => {
  compiled((news) =>
    // @ts-expect-error there is nothing to hold the parts to
    new Hono<AppEnv>().get("/x", (c) => merge(c, { news: (call: CallContext) => news(call, "a") })),
  );
});

test("an unknown origin variable does not compile", () => {
  compiled(() =>
    declareUpstream({
      name: "x",
      // @ts-expect-error wrangler.toml has no such variable
      origin: "NO_SUCH_ORIGIN",
      request: () => ({ path: "/" }),
      answer: News,
    }),
  );
});

test("a nested helper hands its tasks the context only where it is given one", () => {
  compiled((news, forecast, call) => {
    const nested = gather(
      { a: (inner) => news(inner, "sea"), b: (inner) => forecast(inner, { north: 1 }) },
      { context: call },
    );
    return nested.then((both) => expectTypeOf(both.b).toEqualTypeOf<{ celsius: number }>());
  });
  compiled((news) =>
    // @ts-expect-error without a context the tasks have only a signal
    gatherAny([(inner) => news(inner, "sea")]),
  );
});
