// Upstreams that stream events: what is yielded, how a stream may end, and what is left behind.
import { expect, test } from "vitest";
import * as z from "zod";
import type { Call } from "../../src/upstream/call/call.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { declareEvents, type EventsDeclaration } from "../../src/upstream/declare-events.ts";
import { CallContext } from "../../src/upstream/request/call-context.ts";
import { openScope } from "../support/open-scope.ts";
import { type Corner, corner } from "../support/worker.ts";

const Token = z.object({ token: z.string() }).transform(({ token }) => token);

let names = 0;

/** Starts to read an upstream that behaves as `recipe` says. */
function reading(at: Corner, recipe: string, policy: EventsDeclaration<string, typeof Token>["policy"] = {}) {
  const worker = {
    env: {} as Env,
    origins: new Map([["FORECAST_ORIGIN", at.origin]]),
    caching: false,
    waitUntil: () => undefined,
  };
  const scope = openScope("https://elsewhere.test", { worker });
  const events = declareEvents<string, typeof Token>({
    name: `events-${++names}`,
    origin: "FORECAST_ORIGIN",
    policy,
    request: (url) => ({ path: "/fault", method: "POST", query: Object.fromEntries(new URL(url).searchParams) }),
    event: Token,
    end: "[DONE]",
  });
  const calls: Call[] = [];
  return { calls, tokens: events(new CallContext(scope, scope.signal, calls), at.fault(recipe)) };
}

const stream = (...data: string[]): string =>
  `contentType=text/event-stream&body=${encodeURIComponent(data.map((one) => `data: ${one}\n\n`).join(""))}`;

const whole = stream('{"token":"a"}', '{"token":"b"}', "[DONE]");

test("yields what each event declares, however the bytes are cut", async () => {
  const { tokens, calls } = reading(corner(), `${whole}&chunkBytes=3`);
  expect(await Array.fromAsync(tokens)).toEqual(["a", "b"]);
  expect(calls).toMatchObject([{ outcome: "ok", attempts: 1, ended: true }]);
});

test.each([
  ["a status from 400", "status=503", "http_error", "answered_with_error"],
  ["another content type", "body=hello&contentType=text/plain", "invalid", "undeclared_shape"],
  ["broken JSON", stream('{"token":'), "invalid", "broken_json"],
  ["an event that is not as declared", stream('{"tokens":1}'), "invalid", "undeclared_shape"],
  ["a stream without its last event", stream('{"token":"a"}'), "network", "body_broken"],
  ["a connection that is cut", `${whole}&truncate`, "network", "body_broken"],
  ["an endless event", `contentType=text/event-stream&bytes=2000000`, "too_large", "body_limit"],
])("%s is told as it is, and nothing is left open", async (_what, recipe, outcome, reason) => {
  const at = corner();
  const { tokens, calls } = reading(at, recipe, { maxBytes: 10_000_000 });
  await expect(Array.fromAsync(tokens)).rejects.toThrow(UpstreamError);
  expect(calls).toMatchObject([{ outcome, reason, ended: true }]);
  await at.idle();
});

test("B5 headers that come too late, and silence after them, have clocks of their own", async () => {
  const at = corner();
  const late = reading(at, `${whole}&stall=headers`, { firstByteMs: 20 });
  await expect(late.tokens.next()).rejects.toMatchObject({ outcome: "timeout", reason: "first_byte_timeout" });
  const silent = reading(at, `${whole}&stall=body`, { idleMs: 50 });
  expect((await silent.tokens.next()).value).toBe("a");
  await expect(silent.tokens.next()).rejects.toMatchObject({ outcome: "timeout", reason: "idle_timeout" });
  await at.idle();
});

test("leaving the loop early ends the request", async () => {
  const at = corner();
  const { tokens, calls } = reading(at, `${whole}&stall=body`);
  for await (const token of tokens) {
    expect(token).toBe("a");
    break;
  }
  await at.seen("leftEarly:1");
  expect(calls).toMatchObject([{ outcome: "ok", ended: true }]);
});
