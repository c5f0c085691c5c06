// The same promises in one file of plain code: a retry loop, a timer for each attempt, a breaker of two numbers.
import { backoffMs, COOLDOWN_MS, FAILURES, RETRIES, TIMEOUT_MS } from "./limits.ts";
import { mergeInSlots } from "./merge-in-slots.ts";
import { PartAnswer } from "./part-answer.ts";

const RETRYABLE = new Set([408, 429, 500, 502, 503, 504]);

/** One breaker: there is one upstream. */
const breaker = { failures: 0, openUntil: 0 };

/** Merges the ten parts of `origin`. */
export function mergeByHand(origin: string, client?: AbortSignal): Promise<Record<string, unknown>> {
  return mergeInSlots(origin, client, getPart);
}

async function getPart(url: string, signal: AbortSignal): Promise<unknown> {
  if (breaker.failures >= FAILURES && Date.now() < breaker.openUntil) throw new Error("the breaker is open");
  try {
    const part = PartAnswer.parse(await retried(url, signal));
    breaker.failures = 0;
    return part;
  } catch (error) {
    if (++breaker.failures >= FAILURES) breaker.openUntil = Date.now() + COOLDOWN_MS;
    throw error;
  }
}

async function retried(url: string, signal: AbortSignal): Promise<unknown> {
  for (let retry = 1; ; retry++) {
    try {
      return await attempt(url, signal);
    } catch (error) {
      if (retry > RETRIES || signal.aborted || (error instanceof StatusError && !RETRYABLE.has(error.status)))
        throw error;
      await new Promise((resolve) => setTimeout(resolve, backoffMs(retry)));
    }
  }
}

async function attempt(url: string, outer: AbortSignal): Promise<unknown> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`no answer in ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([outer, controller.signal]) });
    if (!response.ok) {
      await response.body?.cancel();
      throw new StatusError(url, response.status);
    }
    return await response.json();
  } finally {
    clearTimeout(timer);
  }
}

class StatusError extends Error {
  override readonly name = "StatusError";
  readonly status: number;

  constructor(url: string, status: number) {
    super(`${url} answered ${status}`);
    this.status = status;
  }
}
