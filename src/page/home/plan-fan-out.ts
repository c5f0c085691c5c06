// A preset's fan-out as the body of `POST /gather`.
import { MAX_UNREAD } from "../../streams/max-unread.ts";
import type { About } from "./about.ts";
import type { Choice } from "./choice.ts";
import { ownUrls } from "./own-urls.ts";
import { IN_TURN, numberIn, type PlannedLane } from "./planned-run.ts";

/** A request of the body. */
interface Upstream {
  readonly url: string;
  readonly required?: true;
  readonly hedgeMs?: number | string;
}

/** Requests in the body. A Worker on a free plan takes no more of them, and 100 bars can still be distinguished. */
const MAX_REQUESTS = 100;

/** The factor between the slow upstream and the others. */
const SLOW = 10;

/** Plans the fan-out. To compare, it plans a second run with one call at a time. */
export function planFanOut(choice: Choice, about: About, salt: string): readonly PlannedLane[] {
  const lane = (run: string, inTurn: boolean): PlannedLane => {
    const requests = requestsOf(choice, about, `${salt}-${run}`);
    const { deadlineMs, concurrency, mode } = choice;
    // The sequential run takes long. Unless the user sets a deadline, it must not be cut off.
    const deadline = deadlineMs === "" && inTurn ? String(about.maxDeadlineMs) : deadlineMs;
    const body = {
      requests,
      ...(mode !== "settled" && { mode }),
      ...(deadline !== "" && { deadlineMs: asNumber(deadline) }),
      ...(inTurn ? { concurrency: 1 } : concurrency !== "" && { concurrency: asNumber(concurrency) }),
      progress: true,
    };
    const cutMs = numberIn(deadlineMs);
    const atOnce = Math.min(numberIn(concurrency) ?? Infinity, MAX_UNREAD);
    const why =
      atOnce === MAX_UNREAD
        ? `a stream makes at most ${MAX_UNREAD} calls at once, in case its reader is slow`
        : `at most ${atOnce} run at once`;
    return {
      title: inTurn ? "One after the other" : "Gathered",
      code: inTurn ? "await gather(calls, { concurrency: 1 })" : "await gather(calls)",
      keys: Object.keys(requests),
      expectedMs: Math.min(expectedMs(choice, about, inTurn), cutMs ?? Infinity),
      turn: inTurn ? IN_TURN : { from: atOnce, why },
      ...(cutMs !== undefined && { deadlineMs: cutMs }),
      request: {
        method: "POST",
        path: "/gather",
        headers: { Accept: "text/event-stream", "Content-Type": "application/json" },
        body: JSON.stringify(body),
        keyed: true,
      },
    };
  };
  return choice.compare ? [lane("a", false), lane("b", true)] : [lane("a", false)];
}

function requestsOf(choice: Choice, { localUpstreams = "" }: About, key: string): Record<string, Upstream> {
  const hedge = choice.hedgeMs === "" ? {} : { hedgeMs: asNumber(choice.hedgeMs) };
  if (choice.preset.id === "own")
    return Object.fromEntries(ownUrls(choice.urls).map((own) => [own.key, { url: own.url, ...hedge }]));
  const count = Math.min(numberIn(choice.times) ?? 0, MAX_REQUESTS);
  const delay = numberIn(choice.delayMs) ?? 0;
  const fault = (recipe: Record<string, string | number>): string =>
    `${localUpstreams}/fault?${new URLSearchParams(Object.entries(recipe).map(([name, value]) => [name, String(value)])).toString()}`;
  const plain = Array.from({ length: count }, (_, index): [string, Upstream] => [
    `api ${index + 1}`,
    { url: fault({ delayMs: staggered(delay, index) }) },
  ]);
  const special = (at: number, name: string, upstream: Upstream): Record<string, Upstream> => {
    plain[Math.min(at, count - 1)] = [name, upstream];
    return Object.fromEntries(count === 0 ? [] : plain);
  };
  switch (choice.preset.id) {
    case "slots":
      return Object.fromEntries(
        plain.map(([name]) => [name, { url: fault({ delayMs: delay, bodyDelayMs: Math.round(delay / 2) }) }]),
      );
    case "slow":
      return special(2, "slow", { url: fault({ delayMs: delay * SLOW }) });
    case "required":
      return special(1, "required", { url: fault({ delayMs: Math.round(delay / 3), status: 404 }), required: true });
    case "retry":
      return special(1, "flaky", { url: fault({ delayMs: Math.round(delay / 2), failFirst: 2, key }) });
    default:
      return Object.fromEntries(
        plain.map(([name]) => [
          name,
          { url: fault({ delayMs: delay, slowEvery: 5, slowMs: delay * SLOW, key }), ...hedge },
        ]),
      );
  }
}

/** Real upstreams differ in speed. These differ a little, by the same amounts each time. */
function staggered(delayMs: number, index: number): number {
  return Math.round(delayMs * (0.7 + ((index * 5) % 7) / 12));
}

/** Sends text that is not a number unchanged, so that the Worker can refuse it with an error. */
function asNumber(text: string): number | string {
  return numberIn(text) ?? text;
}

/** A guess for the length of the axis at the start. */
function expectedMs({ preset, times, delayMs }: Choice, { slots }: About, inTurn: boolean): number {
  const delay = preset.id === "own" ? 300 : (numberIn(delayMs) ?? 0);
  const count = numberIn(times) ?? 1;
  const one = preset.id === "slots" ? delay * 1.5 : preset.id === "slow" ? delay * SLOW : delay * 1.2;
  const rounds = inTurn ? count : preset.id === "slots" ? Math.ceil(count / slots) * 0.85 : 1;
  return one * rounds;
}
