// The order of the layers, in one place.
import type { Alarms, Semaphore } from "../../gather/index.ts";
import { withAttemptTimeout } from "./attempt-timeout.ts";
import { type BreakerPolicy, withBreaker } from "./breaker.ts";
import { type Budget, withBudget } from "./budget.ts";
import type { Fetch } from "../call/fetch.ts";
import { type GuardPolicy, withGuard } from "./guard.ts";
import { type HedgePolicy, withHedge } from "./hedge.ts";
import { withRedirects } from "./redirect.ts";
import { type RetryPolicy, withRetry } from "./retry.ts";
import { send } from "./send.ts";
import { withSlot } from "./slot.ts";

/** What the layers of one call need to know. */
export interface Policy {
  readonly retry: RetryPolicy;
  readonly hedge: HedgePolicy;
  /** `undefined`: the call goes past the breaker. */
  readonly breaker: BreakerPolicy | undefined;
  readonly slots: Semaphore;
  readonly alarms: Alarms;
  /** Milliseconds for one attempt, from its slot to the end of its body. */
  readonly timeoutMs: number;
  readonly redirect: "follow" | "manual";
  readonly guard: GuardPolicy;
  readonly budget: Budget;
}

/**
 * The layers around `fetch`. From the outside in, as a request goes: it is retried, each try is hedged, unless the breaker is
 * open; each attempt waits for a slot, then its clock starts; each hop of it is checked, counted and sent.
 */
export function layered({ retry, hedge, breaker, slots, alarms, timeoutMs, redirect, guard, budget }: Policy): Fetch {
  let layers: Fetch = send;
  layers = withBudget(layers, budget);
  layers = withGuard(layers, guard);
  if (redirect === "follow") layers = withRedirects(layers);
  layers = withAttemptTimeout(layers, alarms, timeoutMs);
  layers = withSlot(layers, slots);
  if (breaker !== undefined) layers = withBreaker(layers, breaker);
  layers = withHedge(layers, hedge);
  return withRetry(layers, retry);
}
