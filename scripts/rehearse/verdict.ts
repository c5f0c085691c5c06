// The rules for an answer in trouble. They look from outside, so they hold for every way to write a handler.
import type { Baselines } from "./baseline.ts";
import { type Observation, sentOf } from "./observation.ts";
import type { Reading } from "./reading.ts";
import { overclaims } from "./overclaims.ts";
import type { Rehearsed } from "./rehearsed.ts";

/** The rules by name. */
export type Rule =
  "late" | "broken" | "500" | "untruthful" | "cacheable" | "left open" | "uncounted" | "over its price" | "no recovery";

/** A rule that an answer breaks, and what shows it. */
export interface Breach {
  readonly rule: Rule;
  readonly what: string;
}

/** The standard by which observations are judged. */
export interface Standard {
  readonly baselines: Baselines;
  /** All upstreams of the endpoint. */
  readonly upstreams: readonly Rehearsed[];
  /** When the answer must have ended, in milliseconds on the client's clock. */
  readonly deadlineMs: number;
  /** Subrequests by the endpoint's price; `undefined` where the price is not known beforehand. */
  readonly price: number | undefined;
}

/** Milliseconds that the client's clock may show beyond the deadline, for HTTP on a machine that does much at once. */
export const CLIENT_GRACE_MS = 500;

/** The rules that `seen` breaks. */
export function verdictOn(seen: Observation, { baselines, upstreams, deadlineMs, price }: Standard): Breach[] {
  const { reading, ms, error = "no answer", leftOpen } = seen;
  const breaches: Breach[] = [];
  const breach = (rule: Rule, what: string): void => void breaches.push({ rule, what });

  if (reading === undefined) breach(error.startsWith("no ") ? "late" : "broken", error);
  else {
    if (ms > deadlineMs + CLIENT_GRACE_MS) breach("late", `took ${ms} ms of the ${deadlineMs} ms it has`);
    const { status, problem, fault } = reading;
    if (status === 500 || problem?.status === 500) breach("500", problem?.detail ?? "answered 500");
    if (fault !== undefined) breach("untruthful", fault);
    const baseline = baselines[seen.case.delivery];
    for (const what of baseline === undefined ? [] : overclaims(seen, reading, { baseline, upstreams }))
      breach("untruthful", what);
    const cacheable = cacheableBecause(reading);
    if (cacheable !== undefined) breach("cacheable", cacheable);
  }

  if (leftOpen.length > 0) breach("left open", `requests to ${leftOpen.join(", ")} go on after the answer`);
  const sent = sentOf(seen);
  const said = reading?.subrequests;
  if (said !== undefined && sent > said)
    breach("uncounted", `says ${said} subrequests, and the upstreams received ${sent}`);
  if (price !== undefined && sent > price) breach("over its price", `sent ${sent} subrequests; its price is ${price}`);
  return breaches;
}

const KEPT = ["CDN-Cache-Control", "Cloudflare-CDN-Cache-Control"];

/** The reason why a cache may keep an answer that lacks something; `undefined` if it may not. */
function cacheableBecause({ status, headers, complete }: Reading): string | undefined {
  const isWhole = status < 400 && complete === true;
  if (isWhole) return undefined;
  const control = headers.get("Cache-Control");
  const what = status < 400 ? "a partial answer" : `a ${status}`;
  if (!/\bno-store\b/i.test(control ?? ""))
    return `${what} is sent with ${control === null ? "no Cache-Control" : `Cache-Control: ${control}`}`;
  const other = KEPT.find((name) => headers.has(name) && !/\bno-store\b/i.test(headers.get(name) ?? ""));
  return other === undefined ? undefined : `${what} is sent with ${other}: ${headers.get(other)}`;
}
