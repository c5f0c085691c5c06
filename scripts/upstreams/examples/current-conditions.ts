// Forecast and air quality are one API with different variables, so they are one function here.
import type { Exchange } from "../exchange.ts";
import { OpenMeteoError } from "./open-meteo-error.ts";
import { placeAt } from "./place-at.ts";
import type { Place } from "./place.ts";
import { zoneTime } from "./zone-time.ts";

/** What one of the two APIs knows. */
export interface ConditionsSource<Variable extends string> {
  /** Every variable that may be asked for, with its unit. */
  readonly units: Readonly<Record<Variable, string>>;
  /** Seconds that one reading holds. */
  readonly intervalS: number;
  /** The width of its grid; the answer's coordinates are those of the nearest node. */
  readonly gridDegrees: number;
  readonly valuesOf: (place: Place) => Readonly<Record<Variable, number>>;
}

/**
 * Makes the answer to `latitude`, `longitude`, `current` (variables, separated by commas) and `timezone` (`auto`, or a name; GMT by default).
 * `current` holds exactly the variables that were asked for, and is absent when none were. The values do not change with the clock; `time`
 * is the last full interval, in local time. Other parameters change nothing.
 *
 * The function throws an `OpenMeteoError` for coordinates that are missing, malformed or out of range, for an unknown variable, and for an
 * unknown time zone.
 *
 * Caveat: the public API knows many more variables, and several locations in one request.
 */
export function currentConditions<Variable extends string>({
  units,
  intervalS,
  gridDegrees,
  valuesOf,
}: ConditionsSource<Variable>): (exchange: Exchange) => object {
  return function conditionsAt({ query, seed }) {
    const startedAt = performance.now();
    const latitude = readDegrees(query, "latitude", 90);
    const longitude = readDegrees(query, "longitude", 180);
    const variables = readVariables(query, units);
    const place = placeAt(latitude, longitude, seed);
    const zone = query.get("timezone") ?? "GMT";
    const clock = zoneTime(zone === "auto" ? place.timezone : zone, intervalS);
    const values = valuesOf(place);

    const head = {
      latitude: nearestNode(latitude, gridDegrees),
      longitude: nearestNode(longitude, gridDegrees),
      generationtime_ms: performance.now() - startedAt,
      utc_offset_seconds: clock.offsetS,
      timezone: clock.timezone,
      timezone_abbreviation: clock.abbreviation,
      elevation: place.elevation,
    };
    if (variables.length === 0) return head;
    return {
      ...head,
      current_units: { time: "iso8601", interval: "seconds", ...pick(units, variables) },
      current: { time: clock.time, interval: intervalS, ...pick(values, variables) },
    };
  };
}

function readDegrees(query: URLSearchParams, name: "latitude" | "longitude", most: number): number {
  const text = query.get(name) ?? "";
  if (text === "")
    throw new OpenMeteoError("Parameter 'latitude' and 'longitude' must have the same number of elements");
  if (!/^[-+]?\d{1,15}(\.\d*)?$/.test(text)) {
    throw new OpenMeteoError(`Data corrupted at path ''. Cannot initialize Float from invalid String value ${text}.`);
  }
  const degrees = Number(text);
  if (Math.abs(degrees) <= most) return degrees;
  const label = name === "latitude" ? "Latitude" : "Longitude";
  throw new OpenMeteoError(`${label} must be in range of -${most} to ${most}°. Given: ${degrees}.`);
}

function readVariables<Variable extends string>(
  query: URLSearchParams,
  units: Readonly<Record<Variable, string>>,
): Variable[] {
  function isKnown(name: string): name is Variable {
    return Object.hasOwn(units, name);
  }
  const names = query.getAll("current").flatMap((list) => (list === "" ? [] : list.split(",")));
  return names.map(function known(name) {
    if (isKnown(name)) return name;
    throw new OpenMeteoError(
      `Data corrupted at path ''. Cannot initialize Variable from invalid String value ${name}.`,
    );
  });
}

function nearestNode(degrees: number, gridDegrees: number): number {
  return Number((Math.round(degrees / gridDegrees) * gridDegrees).toFixed(4));
}

function pick<Variable extends string, T>(from: Readonly<Record<Variable, T>>, names: readonly Variable[]): object {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}
