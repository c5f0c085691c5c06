// `/v1/air-quality`: stands in for air-quality-api.open-meteo.com, as far as the air of this very hour goes.
import { currentConditions } from "./current-conditions.ts";
import { openMeteo } from "./open-meteo.ts";

/**
 * Answers the air quality at a point; `currentConditions` says how it is asked.
 *
 * Source: https://open-meteo.com/en/docs/air-quality-api
 */
export const airQuality = openMeteo(
  "AIR_QUALITY_ORIGIN",
  "air-quality",
  currentConditions({
    units: { european_aqi: "EAQI", pm10: "μg/m³", pm2_5: "μg/m³" },
    intervalS: 3_600,
    gridDegrees: 0.1,
    valuesOf: (place) => place.air,
  }),
);
