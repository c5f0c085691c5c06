// Shows each call in the platform's traces.
import type { Call } from "../call/call.ts";
import type { Attributes } from "../call/resources.ts";
import type { Answer, Fetch } from "../call/fetch.ts";

/**
 * Enters a span for the call if the request is traced: a span costs a tenth of a `fetch`. Its attributes describe the
 * call until its headers, or until its body if that is read whole.
 */
export function withSpan(next: Fetch): Fetch {
  return function spanned(request, call) {
    const { tracing } = call.resources;
    if (tracing === undefined) return next(request, call);
    return tracing.enterSpan(`upstream ${call.upstream}`, async function traced(span): Promise<Answer> {
      try {
        return await next(request, call);
      } catch (reason) {
        call.failure(reason, call.status);
        throw reason;
      } finally {
        span.setAttributes(attributesOf(call));
      }
    });
  };
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
