// Starts a second attempt beside a slow first one: one answer in a hundred takes ten times as long.
import { Attempt } from "../call/attempt.ts";
import type { Call } from "../call/call.ts";
import { type Answer, discard, type Fetch, isSafe, type Outbound, type Send } from "../call/fetch.ts";
import { isRetryable } from "../call/status.ts";
import { StopSignal } from "../call/stop-signal.ts";
import { takeExtraAttempt } from "./extra-attempts.ts";

/** The end of an attempt: its answer, after the headers, or its error. */
interface Ended {
  readonly racer: Racer;
  readonly answer?: Answer;
  readonly reason?: unknown;
}

/** One of the two attempts. Each has its own signal, so that one can end alone. */
interface Racer {
  readonly stop: StopSignal;
  readonly ended: Promise<Ended>;
}

/** The reason of the slower attempt. Created once, because the stack trace of an error is expensive. */
const BEATEN = new DOMException("the other attempt was faster", "AbortError");

/**
 * Starts a second attempt if the first has no headers `hedgeMs` after it got its slot, and if a slot, a subrequest and
 * an extra attempt are free then. Time in the queue does not count, because it says nothing about the upstream.
 *
 * The first headers that decide win, and the other attempt is cancelled, body included. A failure does not decide: a
 * network error, 408, 425, 429 or a 5xx waits for the other attempt. For a method that is not safe, no status from 400
 * decides, because the other attempt's success may have caused it. If neither decides, an answer wins over an error,
 * and the first attempt over the second. A call is hedged once: its retries are not hedged again.
 *
 * @throws The error of the first attempt, if both fail.
 */
export function withHedge(next: Send): Fetch {
  return function hedged(request, call) {
    const { hedgeMs, idempotent } = call.limits;
    const mayRepeat = (isSafe(request.method) || idempotent) && !(request.body instanceof ReadableStream);
    return hedgeMs === undefined || !mayRepeat || call.hedged
      ? next(request, new Attempt(call))
      : race(next, request, call, hedgeMs);
  };
}

async function race(next: Send, request: Outbound, call: Call, hedgeMs: number): Promise<Answer> {
  const { alarms, slots } = call.resources;
  const due = Promise.withResolvers<undefined>();
  let cancelDue = (): void => undefined;
  const first = launch(next, request, call, () => {
    cancelDue = alarms.set(hedgeMs, () => due.resolve(undefined));
  });
  const early = await Promise.race([first.ended, due.promise]);
  cancelDue();
  // A first attempt that fails early is left to the retry layer. Only a slow one is hedged.
  if (early !== undefined || slots.free === 0 || !takeExtraAttempt(call)) return settle(early ?? (await first.ended));

  call.hedged = true;
  call.tell("hedge");
  const second = launch(next, request, call);
  const earlier = await Promise.race([first.ended, second.ended]);
  const later = earlier.racer === first ? second : first;
  const safe = isSafe(request.method);
  if (decides(earlier, safe)) return settle(earlier, later);
  const last = await later.ended;
  if (decides(last, safe)) return settle(last, earlier.racer);
  const [ours, other] = await Promise.all([first.ended, second.ended]);
  return ours.answer === undefined && other.answer !== undefined ? settle(other, first) : settle(ours, second);
}

function decides({ answer }: Ended, safe: boolean): boolean {
  if (answer === undefined) return false;
  const { status } = answer.response;
  return safe ? !isRetryable(status) && status < 500 : status < 400;
}

/** Ends the call like the winner, and cancels `loser`. @throws The winner's error, if it failed. */
function settle({ answer, reason }: Ended, loser?: Racer): Answer {
  loser?.stop.abort(BEATEN);
  void loser?.ended.then(({ answer: late }) => late && discard(late));
  if (answer !== undefined) return answer;
  throw reason;
}

function launch(next: Send, request: Outbound, call: Call, granted?: () => void): Racer {
  const stop = new StopSignal(call.signal);
  const attempt = new Attempt(call, stop);
  if (granted !== undefined) attempt.whenGranted(granted);
  const racer: Racer = {
    stop,
    ended: sent().then(
      (answer) => ({ racer, answer }),
      (reason: unknown) => ({ racer, reason }),
    ),
  };
  return racer;

  async function sent(): Promise<Answer> {
    return next(request, attempt);
  }
}
