// The outcome of a failed call.
import { expect, test } from "vitest";
import type { Call } from "../../src/upstream/call/call.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { callTo } from "../support/layer.ts";
import { ClientGoneError, DeadlineError } from "../../src/upstream/call/stop-reasons.ts";

/** A call with a number of attempts, stopped for `reason` or not stopped. */
function callStopped(reason?: unknown, attempts = 1): Call {
  const signal = reason === undefined ? new AbortController().signal : AbortSignal.abort(reason);
  return Object.assign(callTo("air", signal), { attempts, origin: "https://air.test" });
}

const own = new UpstreamError("air", "body_limit", "answered with too much");
const siblings = new UpstreamError("news", "connection_failed", "failed");

test.each([
  ["the client has left", new ClientGoneError(), 1, "client_gone"],
  ["the deadline has passed, and it was sent", new DeadlineError(1_000, 50), 1, "deadline"],
  ["the deadline has passed, and it was never sent", new DeadlineError(1_000, 50), 0, "not_attempted"],
  ["its result is no longer needed", new DOMException("not wanted", "AbortError"), 1, "cancelled"],
  ["a sibling has failed", siblings, 1, "cancelled"],
])("U5 a call that is stopped because %s", (_why, reason, attempts, outcome) => {
  const call = callStopped(reason, attempts);
  // `fetch` rejects with the signal's reason or with a copy of it.
  for (const rejection of [reason, new Error("a copy")]) expect(call.failure(rejection).outcome).toBe(outcome);
  expect(call.outcome).toBe(outcome);
});

test("a call's own failure keeps its outcome, even if the call is stopped at the same time", () => {
  expect(callStopped().failure(own)).toBe(own);
  expect(callStopped(siblings).failure(own)).toBe(own);
});

test.each([
  [new Error("refused"), 'upstream "air" failed before its headers (https://air.test): refused', undefined],
  ["text", 'upstream "air" failed inside its body (https://air.test): text', 200],
])("anything else is network: %s", (reason, message, status) => {
  const failure = callStopped().failure(reason, status);
  expect(failure).toMatchObject({ outcome: "network", message, status, cause: reason });
});
