// Where declared upstreams are: the public APIs as it is deployed and under `npx wrangler dev`, the local ones under `npm run dev`.
import { expect, test } from "vitest";
import { readConfig } from "../../scripts/read-config.ts";
import { standInVariables } from "../../scripts/upstreams/stand-ins.ts";

const origins = Object.entries(readConfig().vars).filter(([name]) => name.endsWith("_ORIGIN"));

test("wrangler.toml leads to the public APIs", () => {
  expect(origins.length).toBeGreaterThanOrEqual(4);
  for (const [, origin] of origins) expect(origin).toMatch(/^https:\/\/[\w.-]+\.[a-z]{2,}$/);
});

test("every one of them has a stand-in, so that /city needs no network", () => {
  const local = standInVariables("http://127.0.0.1:9000");
  expect(Object.keys(local).toSorted()).toEqual(origins.map(([name]) => name).toSorted());
});
