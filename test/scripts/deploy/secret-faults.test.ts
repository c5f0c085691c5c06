// Secrets that are uploaded with a deploy count as set. Cloudflare is not asked for them.
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { secretFaults } from "../../../scripts/deploy/secret-faults.ts";

test.each([
  ["JSON", '{ "API_KEYS": "one", "NEWS_KEY": "two" }'],
  ["lines", "# keys\nAPI_KEYS=one\nNEWS_KEY='two'\n"],
])("a file of %s sets the secrets that it names", async (form, content) => {
  mkdirSync("dist/deploy-test", { recursive: true });
  const secretsFile = `dist/deploy-test/secrets-${form}`;
  writeFileSync(secretsFile, content);
  expect(await secretFaults(["API_KEYS", "NEWS_KEY"], { secretsFile, target: [] })).toEqual([]);
});
