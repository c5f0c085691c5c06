// `/v1/search`: stands in for geocoding-api.open-meteo.com.
import { type City, cities } from "./cities.ts";
import type { Exchange } from "../exchange.ts";
import { foldName } from "./fold-name.ts";
import { OpenMeteoError } from "./open-meteo-error.ts";
import { openMeteo } from "./open-meteo.ts";

const mostResults = 100;

/**
 * Finds cities by `name`, whatever its case and diacritics: two characters only exactly, three or more also as a beginning, fewer never.
 * `Lisbon, Portugal` finds it in that country or first-level area only. Up to `count` (10) are answered, exact matches first; when there
 * are none, `results` is absent. A missing `name` and a `count` outside 1..100 get 400. Other parameters change nothing.
 *
 * Source: https://open-meteo.com/en/docs/geocoding-api
 *
 * Caveat: the public API also forgives spelling mistakes, knows every language, and finds postcodes.
 */
export const geocoding = openMeteo("GEOCODING_ORIGIN", "search", function search({ query }: Exchange) {
  const startedAt = performance.now();
  const text = query.get("name");
  if (text === null) throw new OpenMeteoError("Parameter 'name' is required.");
  const found = findCities(text).slice(0, readCount(query.get("count")));
  const generationtime_ms = performance.now() - startedAt;
  return found.length > 0 ? { results: found.map(resultOf), generationtime_ms } : { generationtime_ms };
});

function readCount(text: string | null): number {
  const count = text === null ? 10 : Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= mostResults) return count;
  throw new OpenMeteoError(`Parameter count must be between 1 and ${mostResults}.`);
}

function findCities(text: string): City[] {
  const [name = "", area = ""] = text.split(",").map(foldName);
  if (name.length < 2) return [];
  const candidates = area === "" ? cities : cities.filter((city) => isIn(city, area));
  const exact = candidates.filter((city) => namesOf(city).includes(name));
  if (name.length < 3) return exact;
  const longer = candidates.filter((city) => namesOf(city).some((own) => own !== name && own.startsWith(name)));
  return [...new Set([...exact, ...longer])];
}

function namesOf({ name, otherNames }: City): string[] {
  return [name, ...otherNames].map(foldName);
}

function isIn({ country, countryCode, admin1 = "" }: City, area: string): boolean {
  return [country, countryCode, admin1].map(foldName).includes(area);
}

function resultOf(city: City): object {
  return {
    id: city.id,
    name: city.name,
    latitude: city.latitude,
    longitude: city.longitude,
    elevation: city.elevation,
    feature_code: city.featureCode,
    country_code: city.countryCode,
    timezone: city.timezone,
    population: city.population,
    country_id: city.countryId,
    country: city.country,
    ...(city.admin1 !== undefined && { admin1: city.admin1 }),
  };
}
