// Each rule of the verdict, broken by an endpoint that is written for it, on the built Worker and over real HTTP.
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { buildWorker } from "../../scripts/build-worker.ts";
import { asker } from "../../scripts/rehearse/ask.ts";
import { confirm } from "../../scripts/rehearse/confirm.ts";
import { expectHonest } from "../../scripts/rehearse/expect-honest.ts";
import type { HonestOptions } from "../../scripts/rehearse/expect-honest.ts";
import { Lane } from "../../scripts/rehearse/lane.ts";
import { startLanes } from "../../scripts/rehearse/start-lanes.ts";
import { rehearse } from "../../scripts/rehearse/rehearse.ts";

let bundle = "";
beforeAll(() => {
  bundle = buildWorker("dist/test/dishonest", "test/rehearse/workers/dishonest.ts");
}, 60_000);

/** One fault, as a document: enough to show a rule broken. */
const once = (fault: string): HonestOptions => ({ only: [fault], pairs: false, deliveries: ["json"], deadlineMs: 600 });

const rehearsed = (path: string, fault: string) =>
  rehearse({ ...once(fault), bundle, request: { method: "GET", path, headers: {}, body: undefined } });

describe("E6 fails an endpoint that", () => {
  test.each([
    ["late", "/late", "404", /took \d+ ms of the 600 ms it has/],
    ["500", "/thrown", "404", /the error was logged/],
    ["untruthful", "/swallowed", "404", /says complete, and weather is empty/],
    ["untruthful", "/made-up", "404", /says complete, and weather\.\w+ is not what its upstream has/],
    ["untruthful", "/claims", "404", /says complete, and weather ended as http_error/],
    ["untruthful", "/without-a-part", "404", /says complete without weather/],
    ["cacheable", "/cacheable", "404", /a partial answer is sent with Cache-Control: max-age=60/],
    ["left open", "/left-behind", "stall", /requests to forecast go on after the answer/],
    ["uncounted", "/uncounted", "404", /says \d subrequests, and the upstreams received \d/],
    ["no recovery", "/no-recovery", "404", /with its upstreams well again, no answer is complete/],
    ["over its price", "/underpriced", "500", /sent \d+ subrequests; its price is 6/],
  ])(
    "is %s: %s",
    async (rule, path, fault, what) => {
      const { judged } = await rehearsed(path, fault);
      const broken = judged.flatMap(({ breaches }) => breaches).filter((breach) => breach.rule === rule);
      expect(broken).toContainEqual({ rule, what: expect.stringMatching(what) as string });
    },
    60_000,
  );
});

test("E6 keeps quiet about an endpoint that is honest", async () => {
  const { judged, price } = await expectHonest(bundle, "/honest", {
    ...once("404"),
    only: ["404", "stall", "breaker open"],
  });
  expect(judged.map(({ seen }) => [seen.case.fault, seen.reading?.complete])).toEqual([
    ["stall", false],
    ["404", false],
    ["breaker open", false],
    ["stall", false],
    ["404", false],
    ["breaker open", false],
  ]);
  expect(price).toMatchObject({ basis: "exact", worst: 12 });
}, 60_000);

test("E6 takes a value of another call for what it is", async () => {
  const { judged } = await expectHonest(bundle, "/either", once("cut short"));
  expect(judged.length).toBe(1);
}, 60_000);

test("E7 the price of an endpoint whose calls are not declared is what was observed", async () => {
  const { price } = await expectHonest(bundle, "/computed", { ...once("500"), only: ["500", "404"] });
  expect(price).toMatchObject({ basis: "observed", worst: 3, most: 3, counted: { forecast: 3 } });
  expect(price.declared).toMatchObject({ basis: "incomplete", unpriced: ["degrees"] });
}, 60_000);

test("E6 a breach counts if it shows again, alone and in a fresh isolate", async () => {
  const { judged, upstreams } = await expectHonest(bundle, "/honest", once("404"));
  const [first, second] = judged;
  if (first === undefined || second === undefined) throw new Error("two upstreams have a 404 each");
  const late = { rule: "late", what: "took its time" } as const;
  const ran = [{ ...first, breaches: [late] }, second];
  const ask = asker({ method: "GET", path: "/honest", headers: {}, body: undefined }, 5_000);

  const again = async (deadlineMs: number) =>
    confirm(ran, { baselines: {}, upstreams, deadlineMs, price: undefined }, async (plans) => {
      const lanes = await startLanes(
        bundle,
        plans.map(() => ({})),
      );
      onTestFinished(lanes.stop);
      return lanes.servers.map((servers) => new Lane(servers, upstreams, ask, deadlineMs));
    });
  expect(await again(5_000)).toMatchObject({ cleared: 1, judged: [{ breaches: [] }, { breaches: [] }] });
  // Any answer takes longer than this, with the grace of the client's clock.
  expect(await again(-1_000)).toMatchObject({
    cleared: 0,
    judged: [{ breaches: [{ rule: "late" }] }, { breaches: [] }],
  });
}, 60_000);

test("E6 expectHonest rejects with the summary and each breach", async () => {
  await expect(expectHonest(bundle, "/swallowed", once("404"))).rejects.toThrow(
    /GET \/swallowed is NOT honest: 1 of 1 cases break a rule[^]*untruthful: forecast, 404, as json: says complete/,
  );
}, 60_000);
