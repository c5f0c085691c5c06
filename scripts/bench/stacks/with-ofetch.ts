// ofetch for JSON, statuses and retries; cockatiel for the breaker and the clock.
import { circuitBreaker, ConsecutiveBreaker, handleAll, timeout, TimeoutStrategy, wrap } from "cockatiel";
import { ofetch } from "ofetch";
import { backoffMs, COOLDOWN_MS, FAILURES, RETRIES, TIMEOUT_MS } from "./limits.ts";
import { mergeInSlots } from "./merge-in-slots.ts";
import { PartAnswer } from "./part-answer.ts";

// ofetch ignores its `timeout` when it gets a signal. So cockatiel has the clock, one for all attempts of a call.
const guarded = wrap(
  circuitBreaker(handleAll, { halfOpenAfter: COOLDOWN_MS, breaker: new ConsecutiveBreaker(FAILURES) }),
  timeout(TIMEOUT_MS, { strategy: TimeoutStrategy.Cooperative, abortOnReturn: false }),
);

const api = ofetch.create({
  retry: RETRIES,
  retryDelay: ({ options: { retry } }) => backoffMs(RETRIES - Number(retry) + 1),
});

/** Merges the ten parts of `origin`. */
export function mergeWithOfetch(origin: string, client?: AbortSignal): Promise<Record<string, unknown>> {
  return mergeInSlots(origin, client, (url, signal) =>
    guarded.execute(async (context) => PartAnswer.parse(await api(url, { signal: context.signal })), signal),
  );
}
