// The `Retry-After` header, RFC 9110 section 10.2.3.

/**
 * Milliseconds that `header` asks to wait: a number of seconds, or an HTTP date counted from `now` (milliseconds since 1970). 0 for a date
 * that has passed, for what is neither, and for no header.
 */
export function retryAfterMs(header: string | null, now: number): number {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Dates in the three forms that HTTP knows begin with a weekday; Date.parse alone would also read a bare "-5" or "2030".
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
