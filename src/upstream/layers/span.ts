// Shows each call in the platform's traces.
import type { Call } from "../call/call.ts";
import type { Attributes } from "../call/resources.ts";
import type { Answer, Fetch } from "../call/fetch.ts";

/** Enters a span for each call. Its attributes say how the call went until its headers, or its body if that is read whole. */
export function withSpan(next: Fetch): Fetch {
  return function spanned(request, call) {
    return call.resources.tracing === undefined ? next(request, call) : inSpan(call, noted);

    async function noted(): Promise<Answer> {
      try {
        return await next(request, call);
      } catch (reason) {
        call.failure(reason, call.status);
        throw reason;
      }
    }
  };
}

/**
 * Runs `work` of `call` in a span, which then says how the call went so far. It enters one only if somebody traces the
 * request: a span costs about as much as a tenth of a `fetch`.
 */
export async function inSpan<T>(call: Call, work: () => Promise<T>): Promise<T> {
  const { tracing } = call.resources;
  if (tracing === undefined) return work();
  return tracing.enterSpan(`upstream ${call.upstream}`, async function traced(span) {
    try {
      return await work();
    } finally {
      span.setAttributes(attributesOf(call));
    }
  });
}

function attributesOf(call: Call): Attributes {
  const { attempts, hedged, queuedMs } = call.timing();
  return {
    "upstream.name": call.upstream,
    "upstream.outcome": call.outcome,
    "upstream.reason": call.reason,
    "upstream.attempts": attempts,
    "upstream.hedged": hedged,
    "upstream.queued_ms": queuedMs,
  };
}
