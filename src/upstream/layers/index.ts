// The order of the layers. They are composed once; the differences between calls travel with each call.
import type { Fetch, Send } from "../call/fetch.ts";
import { withAttemptTimeout } from "./attempt-timeout.ts";
import { withBreaker } from "./breaker.ts";
import { withBudget } from "./budget.ts";
import { withGuard } from "./guard.ts";
import { withHedge } from "./hedge.ts";
import { withRedirects } from "./redirect.ts";
import { withRetry } from "./retry.ts";
import { send } from "./send.ts";
import { withSlot } from "./slot.ts";
import { withSpan } from "./span.ts";
import { withTarget } from "./target.ts";

/** One attempt, in the order of the layers: breaker, slot, clock, target; then each hop is checked and counted. */
const attempt: Send = withBreaker(withSlot(withAttemptTimeout(withTarget(withRedirects(withGuard(withBudget(send)))))));

/** A call: traced, then retried, and each try hedged. */
export const makeCall: Fetch = withSpan(withRetry(withHedge(attempt)));
