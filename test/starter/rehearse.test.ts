// `npm run rehearse` as a newcomer types it: the table, the summary and the exit code.
import { expect, test } from "vitest";
import * as z from "zod";
import { npmRun } from "../support/npm-run.ts";

const brief = ["--fault", "404", "--fault", "stall", "--no-pairs", "--delivery", "json"];

test("E6 npm run rehearse prints a row for each fault, then the summary, and exits with 0", async () => {
  const run = npmRun(["rehearse", "--", "/city?name=Lisbon", ...brief]);
  expect(await run.ended).toBe(0);
  const printed = run.printed();
  for (const line of [
    /^upstream +fault +parts +status +complete +ms +sent +json$/m,
    /^geocoding +404 +place http_error +502 +no +\d+ +1 +ok$/m,
    /^forecast +stall +weather deadline +200 +no +\d+ +5 +ok$/m,
    /^GET \/city\?name=Lisbon is honest: 8 cases, every answer true and on time\.$/m,
    /^ {2}answers +\d+ 502, \d+ 504, \d+ partial$/m,
    /^ {2}price +24 of 50 subrequests at worst \(exact, by its declarations\); \d+ in the worst case that ran$/m,
  ])
    expect(printed).toMatch(line);
}, 60_000);

test("E6 with --json it prints one document, and exits with 1 for an endpoint that breaks a rule", async () => {
  const entry = ["--entry", "test/rehearse/workers/dishonest.ts"];
  const run = npmRun(["--silent", "rehearse", "--", "/swallowed", ...entry, ...brief, "--json"]);
  expect(await run.ended).toBe(1);
  const { honest, cases } = z
    .object({ honest: z.boolean(), cases: z.array(z.looseObject({ breaches: z.array(z.looseObject({})) })) })
    .parse(JSON.parse(run.printed()));
  expect([honest, cases.length]).toEqual([false, 2]);
  const broken = cases.filter(({ breaches }) => breaches.length > 0);
  expect(broken).toMatchObject([
    { upstreams: ["forecast"], fault: "404", status: 200, complete: true, breaches: [{ rule: "untruthful" }] },
  ]);
}, 60_000);

test("E6 without an endpoint it says how it is used, and exits with 2", async () => {
  const run = npmRun(["rehearse"]);
  expect(await run.ended).toBe(2);
  expect(run.printed()).toMatch(/which endpoint\?\n\nusage: npm run rehearse -- <path>/);
}, 20_000);
