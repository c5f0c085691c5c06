// A body that outlives the helper whose task opened it still belongs to its request, and to the part around the helper.
import { expect, test } from "vitest";
import { gather, gatherAny } from "../../src/gather/index.ts";
import { ClientGoneError } from "../../src/upstream/call/stop-reasons.ts";
import { CallContext } from "../../src/upstream/request/call-context.ts";
import { callIn } from "../support/call-in.ts";
import { openScope } from "../support/open-scope.ts";
import { corner } from "../support/worker.ts";

const STALLED = "stall=body&bytes=20000";

/** Reads `body` until it stalls, then lets `leave` end it. Returns how the body failed. */
async function failureAfter(body: ReadableStream<Uint8Array> | null, leave: () => void): Promise<unknown> {
  const reader = body?.getReader();
  for (let length = 0; length < 10_000;) length += (await reader?.read())?.value?.byteLength ?? Infinity;
  const rest = reader?.read().catch((error: unknown) => error);
  leave();
  return rest;
}

const helpers = {
  gather: async (call: CallContext, url: string) => (await gather([(own) => own.fetch(url)], { context: call }))[0],
  gatherAny: (call: CallContext, url: string) => gatherAny([(own) => own.fetch(url)], { context: call }),
};

test.each(Object.entries(helpers))("U32 the client's leaving ends a body that %s returned", async (_name, race) => {
  const at = corner();
  const client = new AbortController();
  const scope = openScope(at.origin, { clientSignal: client.signal });
  const { body } = await race(callIn(scope), at.fault(STALLED));
  expect(await failureAfter(body, () => client.abort())).toMatchObject({ outcome: "client_gone" });
  await at.seen("leftEarly:1");
});

test("G23 so does the end of the part that the helper is in", async () => {
  const at = corner();
  const scope = openScope(at.origin);
  const part = new AbortController();
  const call = new CallContext(scope, scope.follow(part.signal));
  const { body } = await helpers.gatherAny(call, at.fault(STALLED));
  const failure = await failureAfter(body, () => part.abort(new Error("a sibling failed")));
  expect(failure).toMatchObject({ outcome: "cancelled" });
  expect(failure).not.toBeInstanceOf(ClientGoneError);
  await at.seen("leftEarly:1");
});
