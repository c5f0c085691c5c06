// The order of the layers, in one place. They are composed once: what differs between calls travels with each call.
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

/** One attempt, as a request meets the layers: the breaker, a slot, the attempt's clock; each hop is checked and counted. */
const attempt: Send = withBreaker(withSlot(withAttemptTimeout(withRedirects(withGuard(withBudget(send))))));

/** A call: it is traced, retried, and each try is hedged. */
export const makeCall: Fetch = withSpan(withRetry(withHedge(attempt)));
