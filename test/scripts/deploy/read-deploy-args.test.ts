// The arguments of wrangler that the checks understand.
import { expect, test } from "vitest";
import { readDeployArgs } from "../../../scripts/deploy/read-deploy-args.ts";

test.each([
  [["--env", "staging"], {}],
  [["--env=staging", "--minify"], {}],
  [["-e", "staging"], { CLOUDFLARE_ENV: "production" }],
  [[], { CLOUDFLARE_ENV: "staging" }],
])("the environment of %j is staging", (args, environment) => {
  expect(readDeployArgs(args, environment).target).toEqual(["--config", "wrangler.toml", "--env=staging"]);
});

test("without an environment it is the top level", () => {
  expect(readDeployArgs(["--message", "a fix"], {})).toMatchObject({ env: "", secretsUnchecked: undefined });
});

test("variables may hold colons", () => {
  const { vars } = readDeployArgs(["--var", "NEWS_ORIGIN:https://news.example:8443", "--var", "EMPTY:"], {});
  expect(Object.fromEntries(vars)).toEqual({ NEWS_ORIGIN: "https://news.example:8443", EMPTY: "" });
});

test("a dry run, and a build on Cloudflare, do not look at the secrets", () => {
  expect(readDeployArgs(["--dry-run"], {}).secretsUnchecked).toMatch(/dry run/);
  expect(readDeployArgs([], { WORKERS_CI: "1" }).secretsUnchecked).toMatch(/Workers Builds/);
});
