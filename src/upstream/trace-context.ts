// W3C Trace Context: which trace a request belongs to, taken from the caller or begun here, and passed on to every upstream.

/** https://www.w3.org/TR/trace-context/ */
export interface TraceContext {
  /** 32 hexadecimal digits, shared by all that happens for one request, wherever it does. */
  readonly traceId: string;
  /** Two hexadecimal digits; `01`: the caller samples. */
  readonly flags: string;
  /** What vendors pass along, as it came. */
  readonly state: string | null;
}

/** Reads `traceparent` and `tracestate`, or begins a trace where the caller names none or a broken one. */
export function traceContextOf(headers: Headers): TraceContext {
  const parent =
    /^(?:00(?=.{53}$)|(?!00|ff)[\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(?:-|$)/.exec(
      headers.get("traceparent") ?? "",
    );
  if (parent === null) return { traceId: randomHex(32), flags: "00", state: null };
  const [, traceId = "", flags = "00"] = parent;
  // Of the flags only the first bit has a meaning yet: whether the caller samples.
  return { traceId, flags: Number.parseInt(flags, 16) & 1 ? "01" : "00", state: headers.get("tracestate") || null };
}

/** Sends `traceparent` along in `headers`, with a span of its own for each call, unless the call names one itself. */
export function joinTrace(headers: Headers, { traceId, flags, state }: TraceContext): void {
  if (headers.has("traceparent")) return;
  headers.set("traceparent", `00-${traceId}-${randomHex(16)}-${flags}`);
  if (state !== null) headers.set("tracestate", state);
}

/** Random hexadecimal digits, 32 at most. */
function randomHex(digits: number): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, digits);
}
