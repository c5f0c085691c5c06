// A second attempt beside the first, for the one answer in a hundred that takes ten times as long.
import { type Semaphore, sleep } from "../gather/index.ts";
import type { Budget } from "./budget.ts";
import { type Answer, type Call, discard, type Fetch, type Outbound, repeatable } from "./fetch.ts";

/** When a call is hedged. */
export interface HedgePolicy {
  /** Milliseconds without headers, from its slot on, before the second attempt starts. `undefined`: never. */
  readonly delayMs: number | undefined;
  /** Whether the call may be sent twice though its method does not say so. */
  readonly idempotent: boolean;
  readonly slots: Semaphore;
  readonly budget: Budget;
}

/** One of the two attempts: when its headers are in, and how it is ended without the other. */
interface Attempt {
  readonly headers: Promise<{ readonly winner: Attempt; readonly answer: Answer }>;
  readonly cancel: () => void;
  readonly unlink: () => void;
}

/**
 * Starts a second attempt when the first has no headers `delayMs` after it was given its slot, if a slot and a subrequest are free then: how
 * long it queued says nothing of the upstream. The first headers win; the other attempt is cancelled, body included. A call is hedged at
 * most once: a retry of it is not hedged again.
 *
 * @throws what the first attempt rejects with, when both fail.
 */
export function withHedge(next: Fetch, { delayMs, idempotent, slots, budget }: HedgePolicy): Fetch {
  return async function hedged(request, call) {
    const mayRepeat = repeatable(request, idempotent);
    if (delayMs === undefined || !mayRepeat || call.trace.hedged) return next(request, call);

    const waiting = new AbortController();
    const sent = Promise.withResolvers<void>();
    const first = launch(next, request, call, sent.resolve);
    const attempts = [first];
    const late = sent.promise.then(async () => {
      await sleep(delayMs, waiting);
      if (slots.free === 0 || budget.left <= 0) throw new Error("there is no room for a hedge");
      call.trace.hedged = true;
      call.trace.tell("hedge");
      const second = launch(next, request, call);
      attempts.push(second);
      return second.headers;
    });
    // A first attempt that fails early is a matter for the retry above; only one that hangs is hedged.
    first.headers.catch((reason: unknown) => {
      waiting.abort();
      sent.reject(reason);
    });
    try {
      const { winner, answer } = await Promise.any([first.headers, late]);
      for (const attempt of attempts) if (attempt !== winner) attempt.cancel();
      return {
        ...answer,
        release() {
          answer.release();
          winner.unlink();
        },
      };
    } catch (error) {
      for (const attempt of attempts) attempt.unlink();
      throw (error as AggregateError).errors[0];
    } finally {
      waiting.abort();
    }
  };
}

function launch(next: Fetch, request: Outbound, call: Call, granted: () => void = () => undefined): Attempt {
  const controller = new AbortController();
  const stop = (): void => controller.abort(call.signal.reason);
  call.signal.addEventListener("abort", stop);
  if (call.signal.aborted) stop();
  const answered = next(request, { ...call, signal: controller.signal, granted });
  const attempt: Attempt = {
    headers: answered.then((answer) => ({ winner: attempt, answer })),
    unlink: () => call.signal.removeEventListener("abort", stop),
    cancel() {
      attempt.unlink();
      controller.abort(new DOMException("the other attempt was faster", "AbortError"));
      answered.then(discard, () => undefined);
    },
  };
  return attempt;
}
