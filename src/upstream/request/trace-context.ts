// W3C Trace Context: the trace of a request, from the caller or new, is passed on to every upstream.
import { traceStateOf } from "./trace-state.ts";

/** https://www.w3.org/TR/trace-context-2/ */
export interface TraceContext {
  /** 32 hexadecimal digits, the same for everything that happens for one request. */
  readonly traceId: string;
  /** Two hexadecimal digits. Bit 0: the caller samples; bit 1: the trace ID is random. */
  readonly flags: string;
  /** The caller's `tracestate`, unchanged, if it is valid. */
  readonly state: string | null;
}

/** The flags that have a meaning: sampled and random. All others must be sent as zero. */
const KNOWN_FLAGS = 0b11;

/**
 * Reads `traceparent` and `tracestate`. It starts a new trace if `traceparent` is missing or invalid, and drops an
 * invalid `tracestate`.
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

/** Adds `traceparent` to `headers`, with a new span for each call, unless the call sets one. */
export function joinTrace(headers: Record<string, string>, { traceId, flags, state }: TraceContext): void {
  if (headers["traceparent"] !== undefined) return;
  headers["traceparent"] = `00-${traceId}-${randomHex(16)}-${flags}`;
  if (state !== null) headers["tracestate"] = state;
}

/** Random hexadecimal digits, 32 at most. */
function randomHex(digits: number): string {
  return crypto.randomUUID().replaceAll("-", "").slice(0, digits);
}
