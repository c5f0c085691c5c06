// Open-Meteo answers with the clock on the wall of the place, not with UTC.
import { OpenMeteoError } from "./open-meteo-error.ts";

/** What the clocks of a time zone show. */
export interface ZoneTime {
  readonly timezone: string;
  /** As Open-Meteo abbreviates: `GMT`, `GMT-3`, `GMT+5:30`. */
  readonly abbreviation: string;
  /** Seconds east of UTC. */
  readonly offsetS: number;
  /** The start of the interval that is running, in local time: `2026-05-01T14:30`. */
  readonly time: string;
}

/**
 * Reads the clock of `timezone`, rounded down to whole intervals of `intervalS` seconds.
 *
 * @throws OpenMeteoError when there is no such time zone.
 */
export function zoneTime(timezone: string, intervalS: number, now = Date.now()): ZoneTime {
  const abbreviation = offsetName(timezone, now);
  const [, sign, hours, minutes = "0"] = /^GMT([-+])(\d+)(?::(\d+))?$/.exec(abbreviation) ?? [];
  const size = hours === undefined ? 0 : Number(hours) * 3_600 + Number(minutes) * 60;
  const offsetS = sign === "-" ? -size : size;
  const intervalMs = intervalS * 1_000;
  const localMs = Math.floor((now + offsetS * 1_000) / intervalMs) * intervalMs;
  return { timezone, abbreviation, offsetS, time: new Date(localMs).toISOString().slice(0, 16) };
}

function offsetName(timeZone: string, now: number): string {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "shortOffset" });
  } catch {
    throw new OpenMeteoError("Invalid timezone");
  }
  const name = format.formatToParts(now).find(({ type }) => type === "timeZoneName")?.value;
  // Versions of ICU differ on how to write no offset at all.
  return name === undefined || name === "GMT+0" ? "GMT" : name;
}
