// A worked example to copy: find a place, then ask three upstreams about it at once.
import { Hono } from "hono";
import * as z from "zod";
import { airQuality } from "./apis/air-quality.ts";
import { encyclopedia } from "./apis/encyclopedia.ts";
import { forecast } from "./apis/forecast.ts";
import { geocoding, Place } from "./apis/geocoding.ts";
import {
  answers,
  type AppEnv,
  type CallContext,
  callerDeadline,
  gather,
  merge,
  optional,
  Problem,
  query,
  rateLimit,
  wholeNumber,
} from "../endpoint.ts";

/** The query of `GET /city`. */
export const CityQuery = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({ examples: ["Lisbon"] }),
  deadlineMs: wholeNumber(1, 300_000)
    .optional()
    .meta({ examples: [5_000] }),
});

/** The members of the answer. */
export const CityAnswer = {
  place: Place,
  weather: forecast.answer.nullable(),
  air: airQuality.answer.nullable(),
  summary: encyclopedia.answer.nullable(),
};

/** `GET /city`. */
export const city = new Hono<AppEnv>().get(
  "/city",
  rateLimit,
  query(CityQuery),
  callerDeadline("query"),
  answers(CityAnswer, {
    calls: [geocoding, forecast, airQuality, encyclopedia],
    summary: "A place with its weather, its air and a summary, if they are available",
    problems: { 404: "There is no such place" },
  }),
  (c) =>
    merge(c, async function gatherCity(parts) {
      const { place } = await gather(parts({ place: (call) => findPlace(call, c.req.valid("query").name) }));
      const details = await gather(
        parts({
          weather: optional((call) => forecast(call, place)),
          air: optional((call) => airQuality(call, place)),
          summary: optional((call) => encyclopedia(call, place)),
        }),
      );
      return { place, ...details };
    }),
);

async function findPlace(call: CallContext, name: string): Promise<Place> {
  const place = await geocoding(call, name);
  if (place === undefined) throw new Problem("not-found", { detail: `no place is called ${JSON.stringify(name)}` });
  return place;
}
