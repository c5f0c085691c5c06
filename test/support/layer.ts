// What a single layer needs to be tested alone: a call, a request, and a `next` whose answers the test decides.
import { onTestFinished } from "vitest";
import type { Abortable } from "../../src/gather/abortable.ts";
import { Alarms, Semaphore } from "../../src/gather/index.ts";
import { Attempt } from "../../src/upstream/call/attempt.ts";
import { Budget } from "../../src/upstream/call/budget.ts";
import { Call } from "../../src/upstream/call/call.ts";
import type { CallLimits } from "../../src/upstream/call/call-limits.ts";
import type { Answer, Outbound } from "../../src/upstream/call/fetch.ts";
import { declaredHealth } from "../../src/upstream/call/health.ts";
import type { Resources } from "../../src/upstream/call/resources.ts";

/** What a test changes of a call. */
export interface CallChanges {
  readonly limits?: Partial<CallLimits>;
  readonly resources?: Partial<Resources>;
}

let records = 0;

/** A call that nobody aborts, unless `signal` does, with plenty of everything but for `changes`. Its record is its own. */
export function callTo(
  upstream = "air",
  signal: Abortable = new AbortController().signal,
  { limits, resources }: CallChanges = {},
): Call {
  const plenty: Resources = {
    startedAt: performance.now(),
    deadlineAt: Infinity,
    slots: new Semaphore(6),
    alarms: new Alarms(),
    budget: new Budget(50),
    bodies: { reading: 0, keep: () => undefined, drop: () => undefined },
    allowedOrigins: new Set(["https://air.test"]),
    tracing: undefined,
  };
  const call = new Call({ ...plenty, ...resources }, upstream, signal);
  call.limits = {
    retries: 2,
    idempotent: false,
    hedgeMs: undefined,
    timeoutMs: 2_000,
    firstByteMs: undefined,
    idleMs: undefined,
    maxBytes: 100_000,
    readsWhole: false,
    redirect: "follow",
    targets: [{ origin: undefined, health: declaredHealth(`call-${++records}`) }],
    passDeadline: undefined,
    breaker: { failures: Infinity, cooldownMs: 0, maxCooldownMs: 0 },
    countsTimeouts: true,
    extraAttempts: Infinity,
    ...limits,
  };
  return call;
}

/** An attempt of a call, whose clock the test does not need. */
export function attemptTo(upstream?: string, signal = new AbortController().signal, changes?: CallChanges): Attempt {
  const attempt = new Attempt(callTo(upstream, signal, changes));
  attempt.signal = signal;
  return attempt;
}

export function requestFor(url = "https://air.test/now", init: Partial<Omit<Outbound, "url">> = {}): Outbound {
  const { href, origin } = new URL(url);
  return { url: href, origin, method: "GET", headers: {}, body: null, ...init };
}

/** An answer, and what became of it. */
export interface FakeAnswer extends Answer {
  readonly cancelled: () => boolean;
  readonly released: () => number;
}

export function answerWith(status: number, headers: Record<string, string> = {}): FakeAnswer {
  let cancelled = false;
  let released = 0;
  const body = [204, 304].includes(status) ? null : new ReadableStream({ cancel: () => void (cancelled = true) });
  return {
    response: new Response(body, { status, headers }),
    signal: new AbortController().signal,
    release: () => void released++,
    cancelled: () => cancelled,
    released: () => released,
  };
}

/** What a step of a script sees: what ends the call or the attempt. */
export interface Asked {
  readonly signal: Abortable;
}

/**
 * A `next`, of calls or of attempts, that answers with what `script` says for each request in turn (an `Error` is thrown),
 * and notes what it was asked. Each attempt has its slot at once.
 */
export function scripted(...script: (Answer | Error | ((asked: Asked) => Promise<Answer>))[]): {
  readonly next: (request: Outbound, of: Call | Attempt) => Promise<Answer>;
  readonly asked: Outbound[];
} {
  const asked: Outbound[] = [];
  onTestFinished(() => {
    if (asked.length < script.length) throw new Error(`asked ${asked.length} times, expected ${script.length}`);
  });
  return {
    asked,
    async next(request, of) {
      const step = script[asked.push(request) - 1];
      if (of instanceof Attempt) of.grant();
      if (step === undefined) throw new Error(`asked once more than the ${script.length} times expected`);
      if (step instanceof Error) throw step;
      return typeof step === "function" ? step({ signal: endOf(of) }) : step;
    },
  };
}

function endOf(of: Call | Attempt): Abortable {
  return of instanceof Attempt ? of.stop : of.signal;
}
