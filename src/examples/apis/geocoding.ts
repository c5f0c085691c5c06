// The coordinates of a place. https://open-meteo.com/en/docs/geocoding-api
import * as z from "zod";
import { declareUpstream } from "../../upstream/declare-upstream.ts";

/** A place on Earth. */
export const Place = z.object({
  name: z.string(),
  country: z.string().optional().describe("Absent for places that belong to no country."),
  countryCode: z.string().optional().describe("ISO 3166-1 alpha-2."),
  latitude: z.number(),
  longitude: z.number(),
  timezone: z.string().optional().describe("Its name in the tz database."),
  population: z.int().optional(),
});

/** A place on Earth. */
export type Place = z.output<typeof Place>;

/** A point on Earth, in degrees. North and east are positive. */
export type Coordinates = Pick<Place, "latitude" | "longitude">;

/** Finds the best-known place with a name. Returns `undefined` if there is none. */
export const geocoding = declareUpstream({
  name: "geocoding",
  origin: "GEOCODING_ORIGIN",
  policy: {
    timeoutMs: 2_000,
    hedgeMs: 500,
    cache: { freshS: 86_400, staleIfErrorS: 604_800, staleWhileRevalidateS: 86_400 },
  },
  request: (name: string) => ({ path: "/v1/search", query: { name, count: 1, language: "en", format: "json" } }),
  // If nothing is found, `results` is absent.
  answer: z
    .object({
      results: z.array(Place.omit({ countryCode: true }).extend({ country_code: z.string().optional() })).default([]),
    })
    .transform(({ results: [found] }): Place | undefined => {
      if (found === undefined) return undefined;
      const { country_code: countryCode, ...place } = found;
      return { ...place, countryCode };
    })
    .pipe(Place.optional()),
});
