// The order of the layers, from the outside in. Read it as a sentence: a call waits for a slot; then its clock starts; each hop it takes is
// checked, counted and sent.
import type { Semaphore } from "../gather/index.ts";
import { withAttemptTimeout } from "./attempt-timeout.ts";
import { type Budget, withBudget } from "./budget.ts";
import type { Fetch } from "./fetch.ts";
import { withGuard } from "./guard.ts";
import { withRedirects } from "./redirect.ts";
import { send } from "./send.ts";
import { withSlot } from "./slot.ts";

/** What the layers of one call need to know. */
export interface Policy {
  readonly slots: Semaphore;
  readonly budget: Budget;
  readonly allowedOrigins: ReadonlySet<string>;
  /** Milliseconds for one attempt, from its slot to the end of its body. */
  readonly timeoutMs: number;
}

export function layered({ slots, budget, allowedOrigins, timeoutMs }: Policy): Fetch {
  const counted = withBudget(send, budget);
  const guarded = withGuard(counted, allowedOrigins);
  const followed = withRedirects(guarded);
  const timed = withAttemptTimeout(followed, timeoutMs);
  return withSlot(timed, slots);
}
