// ky for JSON, statuses, timeouts and retries; cockatiel for the breaker.
import { circuitBreaker, ConsecutiveBreaker, handleAll } from "cockatiel";
import ky from "ky";
import { BACKOFF_MS, COOLDOWN_MS, FAILURES, RETRIES, TIMEOUT_MS } from "./limits.ts";
import { mergeInSlots } from "./merge-in-slots.ts";
import { PartAnswer } from "./part-answer.ts";

const breaker = circuitBreaker(handleAll, {
  halfOpenAfter: COOLDOWN_MS,
  breaker: new ConsecutiveBreaker(FAILURES),
});

const api = ky.create({
  timeout: TIMEOUT_MS,
  retry: { limit: RETRIES, retryOnTimeout: true, jitter: true, delay: (retry) => BACKOFF_MS * 2 ** (retry - 1) },
});

/** Merges the ten parts of `origin`. */
export function mergeWithKy(origin: string, client?: AbortSignal): Promise<Record<string, unknown>> {
  return mergeInSlots(origin, client, (url, outer) =>
    breaker.execute(async ({ signal }) => PartAnswer.parse(await api(url, { signal }).json()), outer),
  );
}
