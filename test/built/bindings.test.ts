// Tests take the bindings of the Worker from its configuration: what is added there needs no other edit.
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { auxiliaryOptions, withAuxiliaryWorkers } from "../../scripts/auxiliary-workers.ts";
import { mergeBindings } from "../../scripts/configured-bindings.ts";
import { type Extras, serveBuilt } from "../../scripts/serve-built.ts";

const HOME = "test/support/bindings";
const WAREHOUSE = `${HOME}/warehouse/wrangler.toml`;

async function serveBound(extras: Extras): Promise<string> {
  const outfile = "dist/bindings/bound.js";
  const external = ["cloudflare:*"];
  await build({ entryPoints: [`${HOME}/bound.ts`], outfile, bundle: true, format: "esm", target: "es2024", external });
  const worker = await serveBuilt(outfile, { GREETING: "of the test" }, { config: `${HOME}/wrangler.toml`, ...extras });
  onTestFinished(worker.stop);
  return worker.url;
}

test("a built Worker has the bindings of its configuration, the Workers beside it, and the test's variables", async () => {
  const url = await serveBound({ auxiliaries: [WAREHOUSE] });
  expect(await (await fetch(`${url}/bound`)).json()).toEqual({
    kv: "blue",
    d1: 2,
    r2: "text",
    service: { stock: "7" },
    // One is the limit in the configuration. Tests must not run into it.
    limits: [true, true],
    object: 1,
    greeting: "of the test",
  });
});

test("what a test binds besides comes beside what the configuration binds", () => {
  const configured = { queueProducers: { MAILS: "mails" }, kvNamespaces: { FACTS: "facts" } };
  expect(mergeBindings(configured, { queueProducers: { JOB_QUEUE: "jobs" }, name: "worker" })).toEqual({
    queueProducers: { MAILS: "mails", JOB_QUEUE: "jobs" },
    kvNamespaces: { FACTS: "facts" },
    name: "worker",
  });
});

test("a service that does not run here is named, with what to do", async () => {
  await expect(serveBound({ auxiliaries: [] })).rejects.toThrow(
    `WAREHOUSE in ${HOME}/wrangler.toml is bound to the service "warehouse", which does not run here: ` +
      "add its configuration to scripts/auxiliary-workers.ts",
  );
});

test("the suites inside workerd are given the same Workers", () => {
  expect(auxiliaryOptions([WAREHOUSE])).toMatchObject([{ name: "warehouse", bindings: { STOCK: "7" } }]);
});

test.each([
  [["dev"], ["dev", "--config", "wrangler.toml", "--config", WAREHOUSE]],
  [
    ["dev", "--config=other.toml"],
    ["dev", "--config=other.toml", "--config", WAREHOUSE],
  ],
])("npm run dev runs them beside the Worker: %o", (args, expected) => {
  expect(withAuxiliaryWorkers(args, [WAREHOUSE])).toEqual(expected);
  expect(withAuxiliaryWorkers(args, [])).toEqual(args);
});
