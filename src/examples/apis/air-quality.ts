// The air at a place. https://open-meteo.com/en/docs/air-quality-api
import * as z from "zod";
import { declareUpstream } from "../../upstream/declare-upstream.ts";
import type { Coordinates } from "./geocoding.ts";

/** The air of this hour. `null` where no model has data. */
export const Air = z.object({
  europeanAqi: z.number().nullable().describe("European air quality index: up to 20 is good, over 100 extremely poor."),
  pm10: z.number().nullable().describe("Particles up to 10 μm, in μg/m³."),
  pm2_5: z.number().nullable().describe("Particles up to 2.5 μm, in μg/m³."),
});

/** The air of this hour at a place. */
export const airQuality = declareUpstream({
  name: "air-quality",
  origin: "AIR_QUALITY_ORIGIN",
  policy: { timeoutMs: 2_000, hedgeMs: 500, cache: { freshS: 900, staleIfErrorS: 7_200, staleWhileRevalidateS: 300 } },
  request: ({ latitude, longitude }: Coordinates) => ({
    path: "/v1/air-quality",
    query: { latitude, longitude, current: "european_aqi,pm10,pm2_5" },
  }),
  answer: z
    .object({ current: Air.omit({ europeanAqi: true }).extend({ european_aqi: z.number().nullable() }) })
    .transform(({ current: { european_aqi: europeanAqi, ...air } }) => ({ europeanAqi, ...air }))
    .pipe(Air),
});
