// Endpoints that break one rule of a rehearsal each, and one that keeps them all.
import { type Context, Hono } from "hono";
import * as z from "zod";
import {
  answers,
  type AppEnv,
  type CallContext,
  gather,
  merge,
  optional,
  Problem,
  query,
  sleep,
} from "../../../src/endpoint.ts";
import type { Answering } from "../../../src/answers/answers.ts";
import { airQuality } from "../../../src/examples/apis/air-quality.ts";
import { forecast } from "../../../src/examples/apis/forecast.ts";
import { type AppEnv as Env, scope } from "../../../src/middleware/scope.ts";
import { notFoundHandler, problemHandler } from "../../../src/problems/handlers.ts";
import { openapi } from "../../../src/routes/openapi.ts";

const lisbon = { latitude: 38.72, longitude: -9.13 };
const Members = { weather: forecast.answer.nullable(), air: airQuality.answer.nullable() };

const app = new Hono<AppEnv>();
app.onError(problemHandler).notFound(notFoundHandler(app.routes)).use(scope);

/** A part that cannot fail, so that the answer without the weather is partial. */
const still = { europeanAqi: 20, pm10: 1, pm2_5: 1 };

/** The honest answer, which the dishonest spoil. */
const honest = (c: Context<AppEnv>) =>
  merge(c as Context<AppEnv, "/", Answering<z.output<z.ZodObject<typeof Members>>>>, {
    weather: optional((call) => forecast(call, lisbon)),
    air: () => still,
  });

const isPartial = (response: Response): boolean => response.headers.get("Gather-Complete") === "false";

app.get("/honest", answers(Members), (c) =>
  merge(c, {
    weather: optional((call) => forecast(call, lisbon)),
    air: optional((call) => airQuality(call, lisbon)),
  }),
);

app.get("/late", answers(Members), async (c) => {
  const response = await honest(c);
  // A cleaning up that no deadline bounds.
  if (isPartial(response)) await sleep(1_500);
  return response;
});

app.get("/thrown", answers(Members), (c) =>
  merge(c, async (parts) => {
    const { weather, air } = await gather(
      parts({ weather: optional((call) => forecast(call, lisbon)), air: () => still }),
    );
    if ((weather as { code: number }).code < 0) throw new TypeError("unreachable");
    return { weather, air };
  }),
);

/** The upstream's answer while it works, and `instead` while it does not. */
const swallowed = (instead: z.output<typeof forecast.answer> | null) => (call: CallContext) =>
  forecast(call, lisbon).catch(() => instead);

app.get("/swallowed", answers(Members), (c) => merge(c, { weather: swallowed(null), air: () => still }));

app.get("/made-up", answers(Members), (c) =>
  merge(c, {
    weather: swallowed({ temperatureC: 20, feelsLikeC: 20, windKmh: 0, code: 0, at: "now" }),
    air: () => still,
  }),
);

app.get("/claims", answers(Members), async (c) => {
  const response = await honest(c);
  const body = { ...z.looseObject({}).parse(await response.json()), complete: true };
  return c.json(body, { status: 200, headers: { "Gather-Complete": "true", "Cache-Control": "no-store" } });
});

app.get("/without-a-part", answers(Members), async (c) => {
  const response = await honest(c);
  const { parts, ...rest } = (await response.json()) as { parts: Record<string, { outcome: string }> };
  const there = Object.fromEntries(Object.entries(parts).filter(([, { outcome }]) => outcome === "ok"));
  return c.json({ ...rest, parts: there, complete: true }, 200, { "Gather-Complete": "true" });
});

app.get("/cacheable", answers(Members), async (c) => {
  const response = await honest(c);
  response.headers.set("Cache-Control", "max-age=60");
  return response;
});

app.get("/left-behind", answers(Members), async (c) => {
  c.executionCtx.waitUntil(fetch(`${c.env.FORECAST_ORIGIN}/v1/forecast?latitude=1&longitude=1`).catch(() => undefined));
  return honest(c);
});

app.get("/uncounted", answers(Members), async (c) => {
  const response = await honest(c);
  if (isPartial(response))
    await fetch(`${c.env.FORECAST_ORIGIN}/v1/forecast?latitude=1&longitude=1`).catch(() => undefined);
  return response;
});

let hasFailed = false;

app.get("/no-recovery", answers(Members), (c) =>
  merge(c, {
    weather: optional(async (call) => {
      if (hasFailed) throw new Problem("not-found", { detail: "it has failed before" });
      return forecast(call, lisbon).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }),
    air: () => still,
  }),
);

app.get("/underpriced", answers(Members, { calls: [forecast] }), (c) =>
  merge(c, {
    weather: optional(async (call) => {
      const at = (latitude: number) => (own: CallContext) => forecast(own, { ...lisbon, latitude });
      const [one] = await gather([at(1), at(2), at(3), at(4)], { context: call });
      return one;
    }),
    air: () => still,
  }),
);

app.get("/either", answers({ weather: forecast.answer }), (c) =>
  merge(c, { weather: (call) => forecast(call, lisbon).catch(() => forecast(call, { latitude: 1, longitude: 1 })) }),
);

app.get("/computed", answers({ degrees: z.number() }), (c) =>
  merge(c, { degrees: async (call) => (await forecast(call, lisbon)).temperatureC }),
);

app.get("/unmerged", (c) => c.json({ hello: "world" }));
app.get("/keyed", () => {
  throw new Problem("unauthorized", { detail: "a key is needed" });
});
app.get("/asks", query(z.strictObject({ topic: z.string() })), answers(Members), honest);
app.get("/calls-nothing", answers({ one: z.number() }), (c) => merge(c, { one: () => 1 }));
app.get("/unwell", answers({ weather: forecast.answer.nullable() }), (c) =>
  merge(c, { weather: optional((call) => forecast(call, { latitude: 1_000, longitude: 0 })) }),
);

app.route(
  "/",
  openapi(() => app.routes),
);

export default app satisfies { fetch: (request: Request, env: Env["Bindings"], ctx: ExecutionContext) => unknown };
