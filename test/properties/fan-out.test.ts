// Random fan-outs inside workerd: whatever happens, nothing is left over.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fanOut, type PlannedCall } from "../../src/upstream/fan-out.ts";
import { declaredHealth } from "../../src/upstream/call/health.ts";
import { Lease, MAX_ISOLATE_BYTES } from "../../src/upstream/body/isolate-room.ts";
import { outcomes } from "../../src/upstream/call/outcome.ts";
import { type Result, sizeOf } from "../../src/upstream/call-to-result.ts";
import { Scope } from "../../src/upstream/request/scope.ts";
import { SLOTS } from "../../src/upstream/layers/slot.ts";
import { randomFanOut, reporting, type RandomFanOut } from "../support/arbitraries.ts";
import { countedFetch } from "../support/counted-fetch.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { liveTimers } from "../support/live-timers.ts";
import { scopeOptions } from "../support/scope-options.ts";
import { turn } from "../support/turn.ts";
import { corner } from "../support/worker.ts";

const CASES = 900;

/** Few, because workerd prints a page for each connection that breaks. */
const CASES_THAT_BREAK = 100;

/** What a case may spend: little, so that many cases meet each limit. */
const limits = { subrequests: 30, extraAttempts: 4, maxBytes: 700_000, maxTotalBytes: 1_000_000 };

/** Turns of the event loop in which all calls must have stopped when their time is over. */
const TURNS_TO_STOP = 100;

let records = 0;

test(`${CASES} random fan-outs leave no slot, timer, listener or upstream connection, and lose no result`, async () => {
  await fc.assert(fc.asyncProperty(randomFanOut({ breaks: false }), fc.boolean(), nothingIsLeft), {
    ...reporting,
    numRuns: CASES,
  });
}, 120_000);

test(`nor do ${CASES_THAT_BREAK} whose connections break`, async () => {
  const options = { ...reporting, numRuns: CASES_THAT_BREAK };
  await fc.assert(fc.asyncProperty(randomFanOut({ breaks: true }), fc.boolean(), nothingIsLeft), options);
}, 120_000);

async function nothingIsLeft(
  { calls, mode, deadlineMs, concurrency, leaveMs }: RandomFanOut,
  keepBodies: boolean,
): Promise<void> {
  const { origin, fault, idle } = corner();
  const client = countedSignal();
  const timers = liveTimers();
  const fetches = countedFetch(`${origin}/fault`);
  const changes = { ...limits, deadlineMs, reserveMs: 5, timeoutMs: 50, clientSignal: client.signal };
  const scope = new Scope(scopeOptions(origin, changes));
  const release = scope.hold();
  const leaving = leaveMs === undefined ? undefined : setTimeout(() => client.abort("left"), leaveMs);
  const health = declaredHealth(`random ${++records}`);
  const plan = calls.map(({ recipe, ...init }, index): PlannedCall => {
    return {
      ...init,
      key: String(index),
      url: fault(recipe),
      required: index === 0,
      targets: [{ origin: undefined, health }],
    };
  });
  const told: number[] = [];
  const held = heldBytes(keepBodies);
  const running = fanOut(scope, plan, mode, {
    concurrency,
    keepBodies,
    onResult: async (index, result) => {
      told.push(index);
      await held.hold(result);
    },
  });
  const { results } = await Promise.race([running, tooLate(scope.signal, running)]);
  clearTimeout(leaving);
  release();

  // A hedge that lost is cancelled, and not waited for: its fetch needs a few turns to notice.
  for (let turns = 0; scope.slots.free < SLOTS && turns < 20; turns++) await turn();
  timers.restore();
  fetches.restore();

  expect(results.length).toBe(calls.length);
  expect(told.toSorted((a, b) => a - b)).toEqual([...calls.keys()]);
  for (const { outcome } of results) expect(outcomes).toContain(outcome);
  expect({ free: scope.slots.free, listeners: client.listeners(), timers: timers.live() }).toEqual({
    free: SLOTS,
    listeners: 0,
    timers: 0,
  });
  expect(fetches.mostWaiting()).toBeLessThanOrEqual(SLOTS);
  expect(held.most()).toBeLessThanOrEqual(limits.maxTotalBytes);
  expect(isolateIsEmpty()).toBe(true);

  const attempts = results.map(({ timing }) => timing.attempts);
  const extra = attempts.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
  expect(extra).toBeLessThanOrEqual(limits.extraAttempts);
  for (const [index, { outcome }] of results.entries()) {
    if (outcome === "not_attempted") expect(attempts[index]).toBe(0);
    if (outcome === "ok") expect(attempts[index]).toBeGreaterThan(0);
  }

  const seen = await idle();
  expect(fetches.sent()).toBe(scope.budget.spent);
  expect(scope.budget.spent).toBeLessThanOrEqual(limits.subrequests);
  const cut = results.filter(({ outcome }) => ["cancelled", "client_gone", "deadline", "timeout"].includes(outcome));
  // A call that was cut off the moment it was sent may never have reached the upstream; nothing else is counted that was not seen.
  expect(seen["requests"]).toBeLessThanOrEqual(scope.budget.spent);
  expect(seen["requests"]).toBeGreaterThanOrEqual(
    scope.budget.spent - 2 * cut.length - results.filter(({ timing }) => timing.hedged).length,
  );
}

/** Holds results' bodies for a turn each, or for good, and tells the most bytes that were ever held at once. */
function heldBytes(forGood: boolean): { hold: (result: Result) => Promise<void>; most: () => number } {
  let [bytes, most] = [0, 0];
  return {
    async hold(result) {
      bytes += sizeOf(result);
      most = Math.max(most, bytes);
      await turn();
      if (!forGood) bytes -= sizeOf(result);
    },
    most: () => most,
  };
}

/** Rejects when `running` goes on for too many turns after the end of the time for upstream work. */
async function tooLate(signal: AbortSignal, running: Promise<unknown>): Promise<never> {
  const progress = { over: false };
  const stop = (): void => void (progress.over = true);
  running.then(stop, stop);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  for (let turns = 0; turns < TURNS_TO_STOP && !progress.over; turns++) await turn();
  if (progress.over) return new Promise(() => undefined);
  throw new Error(`calls ran on for ${TURNS_TO_STOP} turns after their time was over`);
}

function isolateIsEmpty(): boolean {
  const all = new Lease();
  const empty = all.take(MAX_ISOLATE_BYTES, 0);
  all.give();
  return empty;
}
