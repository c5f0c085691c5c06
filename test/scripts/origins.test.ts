// Where declared upstreams are: the public APIs as it is deployed and under `npx wrangler dev`, the local ones under `npm run dev`.
import { expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import { readConfig } from "../../scripts/read-config.ts";
import { standInVariables } from "../../scripts/upstreams/stand-ins.ts";

const origins = Object.entries(readConfig().vars).filter(([name]) => name.endsWith("_ORIGIN"));

test("wrangler.toml leads to the public APIs", () => {
  expect(origins.length).toBeGreaterThanOrEqual(4);
  for (const [, origin] of origins) expect(origin).toMatch(/^https:\/\/[\w.-]+\.[a-z]{2,}$/);
});

const PRODUCT_PAGE = "src/examples/product/wrangler.toml";

test("every one of them has a stand-in, and so has every one of the product page: neither needs a network", () => {
  const local = standInVariables("http://127.0.0.1:9000");
  const { vars } = unstable_readConfig({ config: PRODUCT_PAGE }) as { vars: Record<string, unknown> };
  const ofProduct = Object.keys(vars).filter((name) => name.endsWith("_ORIGIN"));
  const all = new Set([...origins.map(([name]) => name), ...ofProduct]);
  expect(Object.keys(local).toSorted()).toEqual([...all].toSorted());
});
