// The weather at a place. https://open-meteo.com/en/docs
import * as z from "zod";
import { declareUpstream } from "../../upstream/declare-upstream.ts";
import type { Coordinates } from "./geocoding.ts";

/** The weather now. */
export const Weather = z.object({
  temperatureC: z.number(),
  feelsLikeC: z.number(),
  windKmh: z.number(),
  code: z.int().describe("WMO weather interpretation code, 0 (clear) to 99."),
  at: z.string().describe("Local time of the reading."),
});

/** The weather now at a place. */
export const forecast = declareUpstream({
  name: "forecast",
  origin: "FORECAST_ORIGIN",
  policy: { timeoutMs: 2_000, hedgeMs: 500, cache: { freshS: 300, staleIfErrorS: 3_600, staleWhileRevalidateS: 60 } },
  request: ({ latitude, longitude }: Coordinates) => ({
    path: "/v1/forecast",
    query: {
      latitude,
      longitude,
      current: "temperature_2m,apparent_temperature,wind_speed_10m,weather_code",
      timezone: "auto",
    },
  }),
  answer: z
    .object({
      current: z.object({
        time: z.string(),
        temperature_2m: z.number(),
        apparent_temperature: z.number(),
        wind_speed_10m: z.number(),
        weather_code: z.int(),
      }),
      current_units: z.object({ temperature_2m: z.literal("°C"), wind_speed_10m: z.literal("km/h") }),
    })
    .transform(({ current }): z.output<typeof Weather> => ({
      temperatureC: current.temperature_2m,
      feelsLikeC: current.apparent_temperature,
      windKmh: current.wind_speed_10m,
      code: current.weather_code,
      at: current.time,
    }))
    .pipe(Weather),
});
