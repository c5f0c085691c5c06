// Proves that each contestant keeps the promises of its line and no others. The upstream misbehaves and counts.
import { setTimeout as sleep } from "node:timers/promises";
import { contestants } from "../contestants/index.ts";
import { type Contestant, lineOf, promises, type Promised } from "../contestants/contestant.ts";
import { partBody } from "../servers/part-body.ts";
import { SLOTS, TIMEOUT_MS } from "../stacks/limits.ts";
import type { Row } from "../tools/row.ts";
import { type ScriptedUpstream, startScriptedUpstream } from "../tools/scripted-upstream.ts";
import type { Section } from "../tools/section.ts";
import type { Stage } from "../tools/stage.ts";

/** Milliseconds that an answer may take: more than all attempts with their waits. */
const PATIENCE_MS = 20_000;

/** Milliseconds within which an upstream must see what is expected of it. */
const SEEN_WITHIN_MS = 1_500;

/** Requests to an upstream that fails, by threes, after which a breaker must be open. */
const WAVES = 8;

/** Every contestant with a separate upstream. A row falls short if its line promises too much or too little. */
export const promisesKept: Section = {
  name: "promises",
  title: "Promises, proven at an upstream that misbehaves",
  async measure(stage) {
    return { rows: await Promise.all(contestants.map((contestant) => prove(stage, contestant))) };
  },
};

async function prove(stage: Stage, contestant: Contestant): Promise<Row> {
  await using stack = new AsyncDisposableStack();
  const upstream = await startScriptedUpstream();
  stack.defer(() => upstream.close());
  const server = await contestant.start(stage, upstream.origin);
  const claimed = promises.filter((promise) => contestant.keeps.includes(promise));
  const row = {
    what: contestant.name,
    unit: `of ${promises.length}`,
    bound: { atLeast: claimed.length },
    note: lineOf(contestant),
  };
  if (server === undefined) return { ...row, samples: [] };
  const ask = () => statusOf(`${server.origin}${contestant.path}`);
  const kept: Promised[] = [];
  for (const promise of promises) if (await proofs[promise](upstream, ask)) kept.push(promise);
  if (kept.join() === claimed.join()) return { ...row, samples: [kept.length] };
  return { ...row, samples: [NaN], note: `keeps ${kept.join(", ") || "nothing"}; its line says: ${row.note}` };
}

/** Each promise's proof; the breaker's is the last one that needs answers, because it leaves the breaker open. */
const proofs: Readonly<Record<Promised, (upstream: ScriptedUpstream, ask: () => Promise<number>) => Promise<boolean>>> =
  {
    async retries(upstream, ask) {
      upstream.play((part, attempt) => (part === 3 && attempt < 3 ? { status: 503 } : {}));
      const status = await ask();
      return status === 200 && upstream.seen().attempts.join("") === "1113111111";
    },
    async timeouts(upstream, ask) {
      upstream.play((part) => (part === 2 ? { delayMs: Infinity } : {}));
      const asked = ask();
      const gaveUp = await until(function stalledAttemptIsOver() {
        const { attempts, open } = upstream.seen();
        const [, , stalled = 0] = attempts;
        return stalled > 1 || (stalled === 1 && open === 0);
      }, 1.5 * TIMEOUT_MS);
      upstream.release();
      await asked;
      return gaveUp;
    },
    async "six slots"(upstream, ask) {
      upstream.play(() => ({ delayMs: Infinity }));
      const asked = ask();
      await until(() => upstream.seen().open >= SLOTS);
      // A seventh call would be here by then, and no attempt has timed out yet.
      await sleep(SEEN_WITHIN_MS);
      const { open } = upstream.seen();
      upstream.release();
      return (await asked) === 200 && open === SLOTS;
    },
    async cancels(upstream, ask) {
      upstream.play((part) => (part === 1 ? { status: 404, delayMs: 100 } : { delayMs: Infinity }));
      await ask();
      return until(() => upstream.seen().open === 0);
    },
    async schema(upstream, ask) {
      upstream.play((part) => (part === 4 ? { body: partBody(4).replace('"id":4', '"id":"four"') } : {}));
      return (await ask()) !== 200;
    },
    async breaker(upstream, ask) {
      upstream.play(() => ({ status: 500 }));
      for (let wave = 0; wave < WAVES; wave++) {
        await Promise.all([ask(), ask(), ask()]);
        upstream.play(() => ({ status: 500 }));
        await ask();
        if (upstream.seen().total === 0) return true;
      }
      return false;
    },
  };

/** Looks every few milliseconds whether `isSo`; resolves to `false` if it is not so in time. */
async function until(isSo: () => boolean, withinMs = SEEN_WITHIN_MS): Promise<boolean> {
  for (const endAt = performance.now() + withinMs; performance.now() < endAt; await sleep(10)) {
    if (isSo()) return true;
  }
  return false;
}

/** The status of the answer, or 599 where none comes in time. */
async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 599;
  }
}
