// Cases share an isolate. None may find a breaker open, or a bucket empty, that another has left so.
import { expect, test } from "vitest";
import { type Case, casesOf } from "../../scripts/rehearse/case.ts";
import { planLanes } from "../../scripts/rehearse/plan-lanes.ts";

const upstream = (name: string, calls = 1) => ({ name, path: `/${name}`, key: name, calls });
const upstreams = [upstream("news"), upstream("air"), upstream("maps", 3)];
const cases = casesOf(upstreams, { deliveries: ["json", "lines", "events"], pairs: true, subrequests: 5 });

test("each case is planned once", () => {
  const planned = planLanes(cases).flatMap((lane) => lane.cases);
  expect(planned.length).toBe(cases.length);
  expect(new Set(planned)).toEqual(new Set(cases));
});

test("a lane never takes more extra attempts of an upstream than its bucket holds, unless one case alone does", () => {
  const repeating = (lane: readonly Case[], key: string): Case[] =>
    lane.filter((one) => one.faults.some(({ repeats }) => repeats) && one.upstreams.some((own) => own.key === key));
  for (const { cases: lane } of planLanes(cases)) {
    // Two retries and a hedge for each call, out of a bucket of ten.
    expect(repeating(lane, "news").length).toBeLessThanOrEqual(3);
    expect(repeating(lane, "maps").length).toBeLessThanOrEqual(1);
  }
});

test("nothing follows an open breaker in its lane", () => {
  for (const { cases: lane } of planLanes(cases))
    expect(lane.slice(0, -1).filter(({ isBreakerOpen }) => isBreakerOpen)).toEqual([]);
});

test("a lane has one budget", () => {
  for (const { cases: lane, budget } of planLanes(cases)) expect(lane.every((one) => one.budget === budget)).toBe(true);
});

test("budgets: the least, the half and one too few, and none where a single call is all there is", () => {
  const budgetsOf = (subrequests: number) =>
    casesOf([], { deliveries: ["json"], pairs: false, subrequests }).map(({ budget }) => budget);
  expect([budgetsOf(10), budgetsOf(2), budgetsOf(1)]).toEqual([[1, 5, 9], [1], []]);
});
