// Reads the `Retry-After` header, RFC 9110 section 10.2.3, in the forms that servers write.

const SECONDS = /^(?:\d+(?:\.\d*)?|\.\d+)$/;

/** `06 Nov 1994 08:49:37 GMT` and `06-Nov-94 08:49:37 GMT`. The weekday before them has been removed. */
const DAY_FIRST = /^(\d{1,2})[ -]([a-z]{3})[ -](\d{4}|\d\d) (\d\d:\d\d:\d\d)(?: ([a-z]{1,3}|[+-]\d{4}))?$/i;

/** `Sun Nov  6 08:49:37 1994`, the form of C's `asctime`. */
const MONTH_FIRST = /^[a-z]{3} ([a-z]{3}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/i;

/**
 * Returns the milliseconds that `header` asks to wait from `now` (milliseconds since 1970). It reads seconds, with or
 * without a fraction, and the three HTTP dates, all in UTC. The longest of a list wins; two headers are a list. It
 * returns 0 for a date in the past, for invalid text and for no header.
 *
 * @example retryAfterMs("1.2, 3", Date.now()) // 3000
 */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  // The comma of a date follows its weekday; all other commas separate.
  const parts = header.replaceAll(/\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},/gi, "").split(",");
  return Math.max(...parts.map((part) => waitOf(part.trim(), now)));
}

function waitOf(part: string, now: number): number {
  // The exponent moves the decimal point exactly. A product would not.
  if (SECONDS.test(part)) return Math.ceil(Number(`${part}e3`));
  const waitMs = timeOf(part, now) - now;
  return waitMs > 0 ? waitMs : 0;
}

/** Returns milliseconds since 1970, or NaN if `part` is not a date. */
function timeOf(part: string, now: number): number {
  const [, day, month, year = "", time, zone = "GMT"] = DAY_FIRST.exec(part) ?? [];
  if (day !== undefined) return Date.parse(`${day} ${month} ${fullYear(year, now)} ${time} ${zone}`);
  const [, ...named] = MONTH_FIRST.exec(part) ?? [];
  return named.length > 0 ? Date.parse(`${named[1]} ${named[0]} ${named[3]} ${named[2]} GMT`) : NaN;
}

/** A year of two digits is in the past if it would be more than 50 years ahead. */
function fullYear(year: string, now: number): number {
  if (year.length === 4) return Number(year);
  const thisYear = new Date(now).getUTCFullYear();
  const full = Number(year) + thisYear - (thisYear % 100);
  return full > thisYear + 50 ? full - 100 : full;
}
