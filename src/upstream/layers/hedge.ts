// A second attempt beside the first, for the one answer in a hundred that takes ten times as long.
import type { Alarms, Semaphore } from "../../gather/index.ts";
import { type ExtraPolicy, takeExtraAttempt } from "./extra-attempts.ts";
import { type Answer, type Call, discard, type Fetch, isSafe, type Outbound } from "../call/fetch.ts";
import { isRetryable } from "../call/status.ts";

/** When a call is hedged. */
export interface HedgePolicy {
  /** Milliseconds without headers, from its slot on, before the second attempt starts. `undefined`: never. */
  readonly delayMs: number | undefined;
  /** Whether the call may be sent twice even if its method is not safe. */
  readonly idempotent: boolean;
  readonly slots: Semaphore;
  readonly alarms: Alarms;
  /** The conditions of the second attempt. */
  readonly extra: ExtraPolicy;
}

/** The end of an attempt: its answer, once the headers are in, or the reason of its failure. */
interface Ended {
  readonly attempt: Attempt;
  readonly answer?: Answer;
  readonly reason?: unknown;
}

/** One of the two attempts. Each has its own signal, so that one can end without the other. */
interface Attempt {
  readonly ended: Promise<Ended>;
  readonly cancel: () => void;
  readonly unlink: () => void;
}

/** The reason that the slower attempt aborts with. Made once: the stack trace of an error costs more than the rest. */
const BEATEN = new DOMException("the other attempt was faster", "AbortError");

/**
 * Starts a second attempt if the first has no headers `delayMs` after it got its slot, and if a slot, a subrequest and
 * an extra attempt are free then. The time in the queue does not count: it says nothing about the upstream.
 *
 * The first headers that decide win, and the other attempt is cancelled, body included. A failure does not decide: a
 * network error, 408, 425, 429 or a 5xx waits for the other attempt. If the method is not safe, no status from 400
 * decides, because it may be the effect of the other attempt's success. If neither decides, an answer wins over an
 * error, and the first attempt over the second. A call is hedged at most once: a retry of it is not hedged again.
 *
 * @throws what the first attempt rejects with, when both fail.
 */
export function withHedge(next: Fetch, { delayMs, idempotent, slots, alarms, extra }: HedgePolicy): Fetch {
  return async function hedged(request, call) {
    const safe = isSafe(request.method);
    const mayRepeat = (safe || idempotent) && !(request.body instanceof ReadableStream);
    if (delayMs === undefined || !mayRepeat || call.trace.hedged) return next(request, call);

    const due = Promise.withResolvers<undefined>();
    let callOff = (): void => undefined;
    const first = launch(next, request, call, () => {
      callOff = alarms.set(delayMs, () => due.resolve(undefined));
    });
    const early = await Promise.race([first.ended, due.promise]);
    callOff();
    // A first attempt that fails early is a matter for the retry above; only one that hangs is hedged.
    if (early !== undefined || slots.free === 0 || !takeExtraAttempt(extra))
      return settle(early ?? (await first.ended));

    call.trace.hedged = true;
    call.trace.tell("hedge");
    const second = launch(next, request, call);
    const earlier = await Promise.race([first.ended, second.ended]);
    const later = earlier.attempt === first ? second : first;
    if (decides(earlier, safe)) return settle(earlier, later);
    const last = await later.ended;
    if (decides(last, safe)) return settle(last, earlier.attempt);
    const [ours, other] = await Promise.all([first.ended, second.ended]);
    return ours.answer === undefined && other.answer !== undefined ? settle(other, first) : settle(ours, second);
  };
}

function decides({ answer }: Ended, safe: boolean): boolean {
  if (answer === undefined) return false;
  const { status } = answer.response;
  return safe ? !isRetryable(status) && status < 500 : status < 400;
}

/** Ends the call as the winner ended, and cancels the `loser`. @throws the winner's reason, if it failed. */
function settle({ attempt, answer, reason }: Ended, loser?: Attempt): Answer {
  loser?.cancel();
  if (answer !== undefined) {
    return {
      ...answer,
      release() {
        answer.release();
        attempt.unlink();
      },
    };
  }
  attempt.unlink();
  throw reason;
}

function launch(next: Fetch, request: Outbound, call: Call, granted: () => void = () => undefined): Attempt {
  const controller = new AbortController();
  const stop = (): void => controller.abort(call.signal.reason);
  call.signal.addEventListener("abort", stop);
  if (call.signal.aborted) stop();
  const attempt: Attempt = {
    ended: next(request, { ...call, signal: controller.signal, granted }).then(
      (answer) => ({ attempt, answer }),
      (reason: unknown) => ({ attempt, reason }),
    ),
    unlink: () => call.signal.removeEventListener("abort", stop),
    cancel() {
      attempt.unlink();
      controller.abort(BEATEN);
      void attempt.ended.then(({ answer }) => answer && discard(answer));
    },
  };
  return attempt;
}
