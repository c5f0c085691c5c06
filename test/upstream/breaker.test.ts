// The breaker alone, with fake time. Each test has an origin of its own, because breakers are what requests share.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withBreaker } from "../../src/upstream/breaker.ts";
import type { Answer, Call, Fetch } from "../../src/upstream/fetch.ts";
import { UpstreamError } from "../../src/upstream/outcome.ts";
import { gate } from "../support/gate.ts";
import { answerWith, callTo, requestFor, scripted } from "../support/layer.ts";

const policy = { failures: 3, cooldownMs: 1_000, countsTimeouts: true };
let origins = 0;
let url = "";

beforeEach(() => {
  vi.useFakeTimers();
  url = `https://breaker-${++origins}.test/`;
});

afterEach(() => {
  vi.useRealTimers();
});

async function send(next: Fetch, call = callTo(), changes: Partial<typeof policy> = {}): Promise<unknown> {
  return withBreaker(next, { ...policy, ...changes })(requestFor(url), call).then(
    ({ response }) => response.status,
    (reason: unknown) => (reason instanceof UpstreamError ? reason.outcome : reason),
  );
}

async function trip(): Promise<void> {
  const { next } = scripted(answerWith(503), answerWith(503), answerWith(503));
  for (let failure = 0; failure < policy.failures; failure++) await send(next);
}

test("U17 so many failures in a row open it, and nothing is sent then", async () => {
  await trip();
  expect(await send(scripted().next)).toBe("breaker_open");
});

test("U17 a success in between starts the count anew", async () => {
  const script = [503, 503, 200, 503, 503, 200].map((status) => answerWith(status));
  const { next, asked } = scripted(...script);
  for (const _ of script) await send(next);
  expect(asked.length).toBe(6);
});

test.each([
  ...[500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530].map(
    (status) => [`${status}`, answerWith(status)] as const,
  ),
  ["a network error", new Error("lost")],
  ["an attempt timeout", new UpstreamError("air", "timeout", "was slow")],
] as const)("U17 R2 %s is a failure", async (_what, failure) => {
  const { next } = scripted(failure, failure, failure);
  for (let time = 0; time < 3; time++) await send(next);
  expect(await send(scripted().next)).toBe("breaker_open");
});

test.each([
  ["404", answerWith(404)],
  ["429", answerWith(429)],
  ["a refusal of ours", new UpstreamError("air", "blocked", "was refused")],
])("U17 %s is not", async (_what, end) => {
  const { next } = scripted(end, end, end, answerWith(200));
  for (let time = 0; time < 3; time++) await send(next);
  expect(await send(next)).toBe(200);
});

test("U17 a cancelled call counts as nothing", async () => {
  const { next } = scripted(new Error("aborted"), new Error("aborted"), new Error("aborted"), answerWith(200));
  for (let time = 0; time < 3; time++) await send(next, callTo("air", AbortSignal.abort()));
  expect(await send(next)).toBe(200);
});

test("U17 half-open lets exactly one probe through, also when two requests come at once", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const probe = gate<Answer>();
  const { next } = scripted(probe.wait);
  const first = send(next);
  expect(await send(next)).toBe("breaker_open");
  probe.open(answerWith(200));
  expect(await first).toBe(200);
});

test("U17 a probe that succeeds closes it", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const { next, asked } = scripted(answerWith(200), answerWith(200), answerWith(200));
  for (let time = 0; time < 3; time++) await send(next);
  expect(asked.length).toBe(3);
});

test("U17 a probe that fails opens it again, for the whole cooldown", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const { next } = scripted(answerWith(503), answerWith(200));
  expect(await send(next)).toBe(503);
  await vi.advanceTimersByTimeAsync(policy.cooldownMs - 1);
  expect(await send(next)).toBe("breaker_open");
  await vi.advanceTimersByTimeAsync(1);
  expect(await send(next)).toBe(200);
});

test("U17 a probe that is cancelled leaves the place to the next", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const controller = new AbortController();
  const probe = gate<Answer>();
  const { next } = scripted((call: Call) => probe.heed(call), answerWith(200));
  const first = send(next, callTo("air", controller.signal));
  controller.abort("gone");
  expect(await first).toBe("gone");
  expect(await send(next)).toBe(200);
});

test("U31 origins have breakers of their own", async () => {
  await trip();
  url = `https://breaker-${++origins}.test/`;
  expect(await send(scripted(answerWith(200)).next)).toBe(200);
});

test("U17 a timeout that the caller chose shorter than usual is nobody's failure", async () => {
  const slow = new UpstreamError("air", "timeout", "was slow");
  const { next } = scripted(slow, slow, slow, answerWith(200));
  for (let time = 0; time < 3; time++) await send(next, callTo(), { countsTimeouts: false });
  expect(await send(next)).toBe(200);
});

test("U17 what was sent before it opened neither closes it nor keeps it open longer", async () => {
  const [late, later] = [gate<Answer>(), gate<Answer>()];
  const { next } = scripted(late.wait, later.wait);
  const before = [send(next), send(next)];
  await trip();
  late.open(answerWith(200));
  expect(await before[0]).toBe(200);
  expect(await send(scripted().next)).toBe("breaker_open");
  await vi.advanceTimersByTimeAsync(policy.cooldownMs - 1);
  later.open(answerWith(503));
  expect(await before[1]).toBe(503);
  await vi.advanceTimersByTimeAsync(1);
  expect(await send(scripted(answerWith(200)).next)).toBe(200);
});
