// What `npm ci` lets in.
import { globSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import * as z from "zod";
import { readConfig } from "../../scripts/read-config.ts";
import { requiredSecrets } from "../../src/required-secrets.ts";

const { allowScripts, cloudflare } = z
  .object({
    allowScripts: z.record(z.string(), z.boolean()),
    cloudflare: z.object({ bindings: z.record(z.string(), z.unknown()) }),
  })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.looseObject({ name: z.string().optional(), hasInstallScript: z.boolean().optional() }),
    ),
  })
  .parse(JSON.parse(readFileSync("package-lock.json", "utf8")));

test("no package runs a script when it is installed but those that package.json allows", () => {
  const running = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript === true && path !== "" ? [path.replace(/^.*node_modules\//, "")] : [],
  );
  expect(running.filter((name) => allowScripts[name] !== true)).toEqual([]);
});

test("what would report an install to its maker is an empty package", () => {
  expect(packages["node_modules/@scarf/scarf"]?.name).toBe("@favware/skip-dependency");
});

test("every action is pinned to a commit, with its version beside it", () => {
  const uses = globSync(".github/workflows/*.yml").flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/\buses: (.*)/g)].map(([, action]) => action),
  );
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("the example of secrets names each one, and the button describes secrets and variables that exist", () => {
  const secrets = ["API_KEYS", ...requiredSecrets];
  expect(Object.keys(parseEnv(readFileSync(".dev.vars.example", "utf8")))).toEqual(secrets);
  const known = [...secrets, ...Object.keys(readConfig().vars)];
  expect(Object.keys(cloudflare.bindings).filter((name) => !known.includes(name))).toEqual([]);
});
