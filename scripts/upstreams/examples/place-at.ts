// The public APIs know the weather anywhere on Earth, so their stand-ins know some too.
import { cities } from "./cities.ts";
import { jitter } from "../jitter.ts";
import type { Place } from "./place.ts";

const nearDegrees = 0.05;
const weatherCodes = [0, 1, 2, 3, 45, 51, 61, 80] as const;

// Where the index reaches 0, 20, 40 … 100 on the European scale for PM2.5, in μg/m³.
const aqiBounds = [0, 10, 20, 25, 50, 75] as const;

/**
 * The city within 0.05° of a point in latitude and in longitude; elsewhere, plausible values: the same ones for the same seed and the same
 * coordinates to two decimals, colder towards the poles, and a nautical time zone.
 */
export function placeAt(latitude: number, longitude: number, seed: number): Place {
  const near = cities.find((city) => isNear(city.latitude, latitude) && isNear(city.longitude, longitude));
  if (near) return near;

  const point = `${latitude.toFixed(2)},${longitude.toFixed(2)}`;
  // Any of 0, 0.1 … `most`.
  function draw(what: string, most: number): number {
    return jitter(seed, `${what} at ${point}`, 0, most * 10) / 10;
  }
  const temperature = 24 - latitude ** 2 / 180 + draw("temperature", 10);
  const wind = 1 + draw("wind", 34);
  const pm2_5 = 2 + draw("pm2_5", 30);
  return {
    elevation: Math.floor(draw("elevation", 600)),
    timezone: nauticalZone(longitude),
    weather: {
      temperature_2m: toTenth(temperature),
      apparent_temperature: toTenth(temperature - wind / 8),
      wind_speed_10m: toTenth(wind),
      weather_code: weatherCodes[jitter(seed, `code at ${point}`, 0, weatherCodes.length - 1)] ?? 0,
    },
    air: {
      european_aqi: aqiOf(pm2_5),
      pm10: toTenth(pm2_5 * (1.2 + draw("pm10", 1))),
      pm2_5: toTenth(pm2_5),
    },
  };
}

function isNear(a: number, b: number): boolean {
  // A difference of 0.05 is a little more in binary.
  return Math.abs(a - b) <= nearDegrees + 1e-9;
}

function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

// The names of these zones count westwards: UTC+3 is called Etc/GMT-3.
function nauticalZone(longitude: number): string {
  const hours = Math.round(longitude / 15);
  if (hours === 0) return "Etc/GMT";
  return hours > 0 ? `Etc/GMT-${hours}` : `Etc/GMT+${-hours}`;
}

function aqiOf(pm2_5: number): number {
  let index = 0;
  for (const [band, from] of aqiBounds.entries()) {
    const to = aqiBounds[band + 1];
    if (to === undefined || pm2_5 < from) break;
    index = 20 * (band + Math.min(1, (pm2_5 - from) / (to - from)));
  }
  return Math.round(index);
}
