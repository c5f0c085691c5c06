// The price tags in the OpenAPI document, beside the plan that pays them and the counts of the worst rehearsal.
import { beforeAll, expect, inject, test } from "vitest";
import { expectHonest } from "../../scripts/rehearse/expect-honest.ts";
import { endpointFor, merged, type MergedEndpoint } from "../../scripts/rehearse/openapi.ts";
import { configuredPlan, priceTagOf } from "../../scripts/rehearse/price-tag.ts";
import type { Rehearsal } from "../../scripts/rehearse/rehearsal.ts";

let endpoints: readonly MergedEndpoint[] = [];
beforeAll(async () => {
  endpoints = await merged(inject("worker") ?? "");
});

/** The endpoints whose price is over `plan`, each with its price. */
const unpaid = (plan: number): string[] =>
  endpoints
    .filter(({ price }) => price.subrequests.worst > plan)
    .map(({ method, path, price }) => `${method} ${path}: ${price.subrequests.worst}`);

test("E7 every merged endpoint can be paid on the configured plan", () => {
  expect(endpoints.length).toBeGreaterThan(0);
  expect(unpaid(configuredPlan())).toEqual([]);
});

test("E7 one that cannot be paid is found out", () => {
  const dearest = Math.max(...endpoints.map(({ price }) => price.subrequests.worst));
  expect(unpaid(dearest - 1).length).toBeGreaterThan(0);
});

/** A case in which each upstream received `requests`. */
const counted = (requests: Record<string, number>): Rehearsal["judged"] => [
  {
    seen: {
      case: { fault: "500", upstreams: [], faults: [], delivery: "json" },
      reading: undefined,
      ms: 1,
      requests,
      leftOpen: [],
    },
    breaches: [],
  },
];

const upstreams = [
  { name: "news", path: "/news", key: "n", calls: 1 },
  { name: "air", path: "/air", key: "a", calls: 1 },
];

test("E7 where calls are not known beforehand, the price is what each upstream received at its worst", () => {
  const judged = [...counted({ n: 3, a: 1 }), ...counted({ n: 1, a: 4 })];
  expect(priceTagOf(undefined, judged, { upstreams, subrequests: 2 }, 50)).toMatchObject({
    basis: "observed",
    worst: 7,
    counted: { news: 3, air: 4 },
    most: 5,
    faults: [],
  });
  expect(priceTagOf(undefined, judged, { upstreams, subrequests: 2 }, 6).faults).toEqual([
    expect.stringMatching(/^costs 7 subrequests at worst, and a request has 6: /),
  ]);
});

test("E7 a price that counts fewer calls than were made is a fault", () => {
  const price = endpointFor(endpoints, "GET", "/city?name=Lisbon")?.price;
  const { faults } = priceTagOf(price, counted({}), { upstreams, subrequests: 5 }, 50);
  expect(faults).toEqual([expect.stringMatching(/^its price counts 4 calls, and 5 were made/)]);
});

test("E6 E7 /city is honest whatever its upstreams do, and costs no more than its price", async () => {
  const app = inject("bundle") ?? "";
  const { judged, price, upstreams: called } = await expectHonest(app, "/city?name=Lisbon", { deliveries: ["json"] });
  expect(called.map(({ name, calls }) => [name, calls])).toEqual([
    ["geocoding", 1],
    ["forecast", 1],
    ["air-quality", 1],
    ["encyclopedia", 1],
  ]);
  // 15 faults of 4 upstreams, 3 budgets, 6 pairs with 3 faults, and all at once with 2.
  expect(judged.length).toBe(15 * 4 + 3 + 6 * 3 + 2);
  expect(price).toMatchObject({ basis: "exact", worst: 24, faults: [] });
  expect(price.most).toBeGreaterThan(called.length);
  expect(price.most).toBeLessThanOrEqual(price.worst);
}, 90_000);

test("E6 /city is honest in lines and events", async () => {
  const { judged } = await expectHonest(inject("bundle") ?? "", "/city?name=Lisbon", {
    deliveries: ["lines", "events"],
    only: ["stall in body", "500", "another shape", "breaker open"],
    pairs: false,
  });
  expect(judged.length).toBe(4 * 4 * 2);
}, 60_000);
