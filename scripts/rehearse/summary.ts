// The end of a rehearsal, to be read in ten seconds.
import { nameOf } from "./table.ts";
import type { PriceTag } from "./price-tag.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Judged } from "./run-lane.ts";

/** Breaches that are shown. The first ones show what is wrong. */
const MAX_SHOWN = 10;

/** Tells an endpoint that kept every rule, its price included. */
export function isHonest({ judged, price }: Rehearsal): boolean {
  return price.faults.length === 0 && judged.every(({ breaches }) => breaches.length === 0);
}

/** The summary as lines. */
export function summaryOf(rehearsal: Rehearsal): string[] {
  const { endpoint, judged, deadlineMs, price, cleared, errors, seconds } = rehearsal;
  const guilty = judged.filter(({ breaches }) => breaches.length > 0);
  const slowest = Math.max(...judged.map(({ seen }) => seen.ms));
  return [
    "",
    isHonest(rehearsal)
      ? `${endpoint} is honest: ${judged.length} cases, every answer true and on time.`
      : `${endpoint} is NOT honest: ${guilty.length} of ${judged.length} cases break a rule.`,
    `  answers    ${countsOf(judged)}`,
    `  slowest    ${slowest} ms; the deadline is ${deadlineMs} ms`,
    ...priceLines(price),
    ...(cleared > 0
      ? [`  run again  ${cleared} that looked wrong ("no?") and kept every rule when they ran alone`]
      : []),
    ...(rehearsal.pairsLeftOut > 0 ? [`  left out   ${rehearsal.pairsLeftOut} pairs of upstreams`] : []),
    `  took       ${seconds} s`,
    ...guilty.slice(0, MAX_SHOWN).flatMap(breachLines),
    ...(guilty.length > MAX_SHOWN ? [`  and ${guilty.length - MAX_SHOWN} more; --json has them all`] : []),
    ...price.faults.map((fault) => `  price: ${fault}`),
    ...(guilty.length > 0 ? errors.map((line) => `  the Worker logged: ${line.split("\n", 1)[0] ?? ""}`) : []),
  ];
}

/** The breaches of one case. */
export function breachLines({ seen, breaches }: Judged): string[] {
  const { fault, upstreams, delivery } = seen.case;
  return breaches.map(({ rule, what }) => `  ${rule}: ${nameOf(upstreams)}, ${fault}, as ${delivery}: ${what}`);
}

function countsOf(judged: readonly Judged[]): string {
  const kinds = judged.map(({ seen: { reading } }) => {
    if (reading === undefined) return "no answer";
    if (reading.status >= 400) return String(reading.status);
    return reading.complete === true ? "complete" : "partial";
  });
  const counted = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => `${all.length} ${kind}`);
  return counted.toSorted((a, b) => a.localeCompare(b)).join(", ");
}

function priceLines({ basis, worst, declared, counted, most, plan }: PriceTag): string[] {
  const each = Object.entries(counted).map(([name, count]) => `${name} ${count}`);
  const by = basis === "exact" ? "exact, by its declarations" : `observed: ${each.join(" + ")}`;
  const lines = [`${worst} of ${plan} subrequests at worst (${by}); ${most} in the worst case that ran`];
  if (declared !== undefined && basis === "exact") {
    const { subrequests, waves, milliseconds } = declared;
    lines.push(
      `${subrequests.healthy} with all well and an empty cache; ${subrequests.redirected} if each attempt is redirected 5 times`,
      `${waves} ${waves === 1 ? "wave" : "waves"} of six; without a deadline up to ${milliseconds.together} ms ` +
        `if all calls start at once, ${milliseconds.inTurn} ms in turn`,
    );
  }
  return lines.map((line, index) => `  ${(index === 0 ? "price" : "").padEnd(11)}${line}`);
}
