// `/v1/forecast`: stands in for api.open-meteo.com, as far as the weather of this very moment goes.
import { currentConditions } from "./current-conditions.ts";
import { openMeteo } from "./open-meteo.ts";

/**
 * Answers the weather at a point; `currentConditions` says how it is asked.
 *
 * Source: https://open-meteo.com/en/docs
 */
export const forecast = openMeteo(
  "FORECAST_ORIGIN",
  "forecast",
  currentConditions({
    units: {
      temperature_2m: "°C",
      apparent_temperature: "°C",
      wind_speed_10m: "km/h",
      weather_code: "wmo code",
    },
    intervalS: 900,
    gridDegrees: 0.0625,
    valuesOf: (place) => place.weather,
  }),
);
