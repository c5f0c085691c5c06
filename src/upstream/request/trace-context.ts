// W3C Trace Context: which trace a request belongs to, taken from the caller or begun here, and passed on to every upstream.
import { traceStateOf } from "./trace-state.ts";

/** https://www.w3.org/TR/trace-context-2/ */
export interface TraceContext {
  /** 32 hexadecimal digits, shared by all that happens for one request, wherever it does. */
  readonly traceId: string;
  /** Two hexadecimal digits. Bit 0: the caller samples; bit 1: the trace ID is random. */
  readonly flags: string;
  /** The caller's `tracestate` as it came, if it is valid. */
  readonly state: string | null;
}

/** The flags that have a meaning: sampled and random. All others must be sent as zero. */
const KNOWN_FLAGS = 0b11;

/**
 * Reads `traceparent` and `tracestate`, or begins a trace if the first is missing or invalid. An invalid `tracestate`
 * is dropped.
 */
export function traceContextOf(headers: Headers): TraceContext {
  const parent =
    /^(?:00(?=.{53}$)|(?!00|ff)[\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(?:-|$)/.exec(
      headers.get("traceparent") ?? "",
    );
  if (parent === null) return { traceId: randomHex(32), flags: "00", state: null };
  const [, traceId = "", flags = "00"] = parent;
  const kept = Number.parseInt(flags, 16) & KNOWN_FLAGS;
  return { traceId, flags: `0${kept}`, state: traceStateOf(headers.get("tracestate")) };
}

/** Sends `traceparent` along in `headers`, with a new span for each call, unless the call names one itself. */
export function joinTrace(headers: Record<string, string>, { traceId, flags, state }: TraceContext): void {
  if (headers["traceparent"] !== undefined) return;
  headers["traceparent"] = `00-${traceId}-${randomHex(16)}-${flags}`;
  if (state !== null) headers["tracestate"] = state;
}

/** Random hexadecimal digits, 32 at most. */
function randomHex(digits: number): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, digits);
}
