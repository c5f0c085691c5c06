// undici without `fetch`, the fastest client for Node. It has the retries and the clocks; cockatiel has the breaker.
import { circuitBreaker, ConsecutiveBreaker, handleAll } from "cockatiel";
import { Agent, request, RetryAgent } from "undici";
import { BACKOFF_MS, COOLDOWN_MS, FAILURES, RETRIES, TIMEOUT_MS } from "./limits.ts";
import { mergeInSlots } from "./merge-in-slots.ts";
import { PartAnswer } from "./part-answer.ts";

const breaker = circuitBreaker(handleAll, {
  halfOpenAfter: COOLDOWN_MS,
  breaker: new ConsecutiveBreaker(FAILURES),
});

const dispatcher = new RetryAgent(new Agent({ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS }), {
  maxRetries: RETRIES,
  minTimeout: BACKOFF_MS,
  timeoutFactor: 2,
  errorCodes: ["ECONNRESET", "ECONNREFUSED", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT"],
});

/** Merges the ten parts of `origin`. */
export function mergeWithUndici(origin: string, client?: AbortSignal): Promise<Record<string, unknown>> {
  return mergeInSlots(origin, client, (url, outer) =>
    breaker.execute(async function getPart({ signal }) {
      const { statusCode, body } = await request(url, { dispatcher, signal });
      if (statusCode !== 200) {
        await body.dump();
        throw new Error(`${url} answered ${statusCode}`);
      }
      return PartAnswer.parse(await body.json());
    }, outer),
  );
}
