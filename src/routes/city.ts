// The worked example, to be copied: where a place is, then what three upstreams say of it, at once.
import { Hono } from "hono";
import * as z from "zod";
import { Air, airQuality } from "../apis/air-quality.ts";
import { encyclopedia, PageSummary } from "../apis/encyclopedia.ts";
import { forecast, Weather } from "../apis/forecast.ts";
import { geocoding, Place } from "../apis/geocoding.ts";
import { gather } from "../gather/index.ts";
import { bodyMemory } from "../middleware/body-memory.ts";
import { setDeadline } from "../middleware/deadline.ts";
import { query, wholeNumber } from "../middleware/input.ts";
import { merge } from "../middleware/merge.ts";
import { mergedAnswer } from "../middleware/merged-answer.ts";
import type { PartContext } from "../middleware/parts.ts";
import { Problem } from "../middleware/problem.ts";
import { rateLimit } from "../middleware/rate-limit.ts";
import type { AppEnv } from "../middleware/scope.ts";

/** What `GET /city` understands. */
export const CityQuery = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({ examples: ["Lisbon"] }),
  deadlineMs: wholeNumber(1, 300_000).optional(),
});

const City = z.strictObject({
  place: Place,
  weather: Weather.nullable(),
  air: Air.nullable(),
  summary: PageSummary.nullable(),
});

/** What it answers as JSON. */
export const CityAnswer = mergedAnswer(City.shape);

/** `GET /city`. */
export const city = new Hono<AppEnv>().get("/city", rateLimit, bodyMemory, query(CityQuery), function tellOfCity(c) {
  const { scope } = c.var;
  const { name, deadlineMs } = c.req.valid("query");
  setDeadline(c, deadlineMs, "invalid-query");

  return merge(c, async function gatherCity({ required, optional }): Promise<z.output<typeof City>> {
    const { place } = await gather(required({ place: (call) => find(name, call) }));
    const details = await gather(
      optional({
        weather: (call) => forecast(scope, place, call),
        air: (call) => airQuality(scope, place, call),
        summary: (call) => encyclopedia(scope, place, call),
      }),
    );
    return { place, ...details };
  });

  async function find(wanted: string, call: PartContext): Promise<Place> {
    const place = await geocoding(scope, wanted, call);
    if (place === undefined)
      throw new Problem("not-found", { detail: `there is no place called ${JSON.stringify(wanted)}` });
    return place;
  }
});
