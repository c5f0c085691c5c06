// The breaker alone, with fake time. Each test has its own record.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withBreaker } from "../../src/upstream/layers/breaker.ts";
import { isOpen } from "../../src/upstream/layers/circuit.ts";
import { Attempt } from "../../src/upstream/call/attempt.ts";
import type { Answer, Send } from "../../src/upstream/call/fetch.ts";
import { adHocHealth, declaredHealth, type HealthKey } from "../../src/upstream/call/health.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { gate } from "../support/gate.ts";
import { answerWith, type Asked, callTo, requestFor, scripted } from "../support/layer.ts";

const policy = {
  failures: 3,
  cooldownMs: 1_000,
  maxCooldownMs: 6_000,
  timeoutMs: 2_000,
};
let records = 0;
let health: HealthKey;

beforeEach(() => {
  vi.useFakeTimers();
  health = declaredHealth(`breaker-${++records}`);
});

afterEach(() => {
  vi.useRealTimers();
});

/** The parts of a request that a test changes. */
interface Changes {
  readonly signal?: AbortSignal;
  readonly countsTimeouts?: boolean;
  readonly deadlineAt?: number;
}

async function send(
  next: Send,
  { signal, countsTimeouts = true, deadlineAt = Infinity }: Changes = {},
): Promise<unknown> {
  const { timeoutMs, ...breaker } = policy;
  const limits = { breaker, timeoutMs, countsTimeouts, targets: [{ origin: undefined, health }] as const };
  const attempt = new Attempt(callTo("air", signal, { limits, resources: { deadlineAt } }));
  return withBreaker(next)(requestFor(), attempt).then(
    ({ response }) => response.status,
    (reason: unknown) => (reason instanceof UpstreamError ? reason.outcome : reason),
  );
}

async function trip(): Promise<void> {
  const { next } = scripted(answerWith(503), answerWith(503), answerWith(503));
  for (let failure = 0; failure < policy.failures; failure++) await send(next);
}

test("U17 `failures` failures in a row open it, and nothing is sent then", async () => {
  await trip();
  expect(await send(scripted().next)).toBe("breaker_open");
});

test("U17 a success in between resets the count", async () => {
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
  ["an attempt timeout", new UpstreamError("air", "attempt_timeout", "was slow")],
] as const)("U17 R2 %s is a failure", async (_what, failure) => {
  const { next } = scripted(failure, failure, failure);
  for (let time = 0; time < 3; time++) await send(next);
  expect(await send(scripted().next)).toBe("breaker_open");
});

test.each([
  ["404", answerWith(404)],
  ["408", answerWith(408)],
  ["425", answerWith(425)],
  ["429", answerWith(429)],
  ["501", answerWith(501)],
  ["a refusal of ours", new UpstreamError("air", "origin_not_allowed", "was refused")],
])("U17 %s is not", async (_what, end) => {
  const { next } = scripted(end, end, end, answerWith(200));
  for (let time = 0; time < 3; time++) await send(next);
  expect(await send(next)).toBe(200);
});

test("U17 a cancelled call counts as nothing", async () => {
  const { next } = scripted(new Error("aborted"), new Error("aborted"), new Error("aborted"), answerWith(200));
  for (let time = 0; time < 3; time++) await send(next, { signal: AbortSignal.abort() });
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

test("U17 the record of a recovered upstream is dropped", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  expect(health.records.get(health.key)).toBeDefined();
  await send(scripted(answerWith(200)).next);
  expect(health.records.get(health.key)).toBeUndefined();
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
  await vi.advanceTimersByTimeAsync(2 * policy.cooldownMs - 1);
  expect(await send(next)).toBe("breaker_open");
  await vi.advanceTimersByTimeAsync(1);
  expect(await send(next)).toBe(200);
});

test("R16 the cooldown doubles with each probe that fails, to a bound, and is short again after a success", async () => {
  await trip();
  const cooldowns: number[] = [];
  const { next } = scripted(...[503, 503, 503, 503, 200].map((status) => answerWith(status)));
  for (let probe = 0; probe < 5; probe++) {
    const openedAt = Date.now();
    while (isOpen(health)) await vi.advanceTimersByTimeAsync(500);
    cooldowns.push(Date.now() - openedAt);
    await send(next);
  }
  expect(cooldowns).toEqual([1_000, 2_000, 4_000, 6_000, 6_000]);
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  expect(await send(scripted(answerWith(200)).next)).toBe(200);
});

test("U17 a cancelled probe leaves its place to the next", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const controller = new AbortController();
  const probe = gate<Answer>();
  const { next } = scripted((call: Asked) => probe.heed(call), answerWith(200));
  const first = send(next, { signal: controller.signal });
  controller.abort("gone");
  expect(await first).toBe("gone");
  expect(await send(next)).toBe(200);
});

test("R15 a probe that was torn away keeps its place for as long as its attempt may take, and no longer", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const torn = gate<Answer>();
  const { next } = scripted(torn.wait, answerWith(200));
  void send(next);
  await torn.reached;
  await vi.advanceTimersByTimeAsync(policy.timeoutMs);
  expect(await send(next)).toBe("breaker_open");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await send(next)).toBe(200);
});

test("R15 a probe that was torn away in the queue keeps its place until its request's deadline", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const queued: Send = () => new Promise(() => undefined);
  void send(queued, { deadlineAt: performance.now() + 5_000 });
  await vi.advanceTimersByTimeAsync(5_999);
  expect(await send(queued)).toBe("breaker_open");
  await vi.advanceTimersByTimeAsync(1);
  expect(await send(scripted(answerWith(200)).next)).toBe(200);
});

test("R15 a probe that was given up decides nothing when it reports after all", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const [late, current] = [gate<Answer>(), gate<Answer>()];
  const { next } = scripted(late.wait, current.wait);
  const first = send(next);
  await vi.advanceTimersByTimeAsync(policy.timeoutMs + 1_000);
  const second = send(next);
  await current.reached;
  late.open(answerWith(200));
  expect(await first).toBe(200);
  expect(await send(scripted().next)).toBe("breaker_open");
  current.open(answerWith(200));
  expect(await second).toBe(200);
  expect(await send(scripted(answerWith(200)).next)).toBe(200);
});

test("R15 a probe that lost its place and is cancelled later does not free the place of another", async () => {
  await trip();
  await vi.advanceTimersByTimeAsync(policy.cooldownMs);
  const controller = new AbortController();
  const [late, current] = [gate<Answer>(), gate<Answer>()];
  const { next } = scripted((call: Asked) => late.heed(call), current.wait);
  const first = send(next, { signal: controller.signal });
  await vi.advanceTimersByTimeAsync(policy.timeoutMs + 1_000);
  const second = send(next);
  await current.reached;
  controller.abort("gone");
  expect(await first).toBe("gone");
  expect(await send(scripted().next)).toBe("breaker_open");
  current.open(answerWith(200));
  expect(await second).toBe(200);
});

test("R16 two declared upstreams, callers of their origin, and code each have their own breaker", async () => {
  const origin = `https://breaker-${records}.test`;
  const others = [
    declaredHealth(`breaker-${++records}`),
    adHocHealth(origin, "key a"),
    adHocHealth(origin, "key b"),
    adHocHealth(origin, undefined),
    adHocHealth(`${origin}:8443`, "key a"),
  ];
  await trip();
  const tripped = health;
  for (const other of others) {
    health = other;
    expect(await send(scripted(answerWith(200)).next)).toBe(200);
  }
  health = adHocHealth(origin, "key a");
  await trip();
  expect(await send(scripted().next)).toBe("breaker_open");
  for (const other of [others[0], others[2], others[3], others[4]]) {
    health = other ?? tripped;
    expect(await send(scripted(answerWith(200)).next)).toBe(200);
  }
});

test("R16 a thousand failing ad-hoc origins push out each other, and no declared upstream", async () => {
  const declared = health;
  await trip();
  const [first, last] = ["https://first.test", "https://last.test"].map((origin) => adHocHealth(origin, undefined));
  health = first ?? declared;
  await trip();
  for (let origin = 0; origin < 999; origin++) {
    health = adHocHealth(`https://origin-${origin}.test`, undefined);
    await send(scripted(answerWith(503)).next);
  }
  health = last ?? declared;
  await trip();
  const refused: unknown[] = [];
  for (const one of [declared, first, last]) {
    health = one ?? declared;
    refused.push(await send(scripted(...(one === first ? [answerWith(200)] : [])).next));
  }
  expect(refused).toEqual(["breaker_open", 200, "breaker_open"]);
});

test("U17 a short timeout that the caller chose does not count", async () => {
  const slow = new UpstreamError("air", "attempt_timeout", "was slow");
  const { next } = scripted(slow, slow, slow, answerWith(200));
  for (let time = 0; time < 3; time++) await send(next, { countsTimeouts: false });
  expect(await send(next)).toBe(200);
});

test("U17 a call from before it opened neither closes it nor keeps it open longer", async () => {
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
