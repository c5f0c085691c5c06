// The command `npm run deploy`, with a stand-in for Cloudflare's API. wrangler is the real one.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startCloudflare } from "../support/cloudflare-api.ts";
import { copyOfProject } from "../support/copy-of-project.ts";
import { npmRun } from "../support/npm-run.ts";
import { readReadme } from "../support/readme.ts";

/** Runs `npm run deploy` with `args` to its end. */
async function deploy(args: readonly string[], env = {}, cwd = "."): Promise<{ code: number | null; printed: string }> {
  const run = npmRun(["deploy", "--", ...args], env, cwd);
  return { code: await run.ended, printed: run.printed() };
}

/** A copy of the project with jobs switched on, as the README of the folder says. */
function copyWithJobs(): string {
  const home = copyOfProject();
  const lines = readReadme("src/jobs/README.md").blocks.find(({ language }) => language === "toml")?.code;
  appendFileSync(join(home, "wrangler.toml"), `\n${lines}`);
  return home;
}

test("staging is whole: its own Worker, which is well with its own variables and bindings", async () => {
  const cloudflare = await startCloudflare({ "edge-gather-staging": ["API_KEYS"] });
  const { code, printed } = await deploy(["--env", "staging"], cloudflare.env);
  expect([code, printed]).toEqual([0, expect.stringContaining("checked: the configuration; /healthz answers 200")]);
  expect(printed).toContain("ask it: npm run smoke -- https://edge-gather-staging.someone.workers.dev");
  expect(Object.fromEntries(cloudflare.uploads)).toMatchObject({
    "edge-gather-staging": { RATE_LIMITER: "ratelimit", ALLOWED_ORIGINS: "plain_text", FORECAST_ORIGIN: "plain_text" },
  });
}, 120_000);

test("what an environment lacks is refused before anything is built", async () => {
  const home = copyWithJobs();
  const { code, printed } = await deploy(["--env", "staging", "--dry-run"], {}, home);
  expect(code).toBe(1);
  for (const binding of ["JOB", "SHARD", "JOB_QUEUE"])
    expect(printed).toContain(`the environment staging lacks the binding ${binding}`);
  expect(printed).toContain("Nothing was deployed.");
  expect(printed).not.toContain("custom build");
}, 120_000);

test("the Worker itself says which variable is missing, or not valid and why", async () => {
  const home = copyOfProject();
  const path = join(home, "wrangler.toml");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^FORECAST_ORIGIN.*\n/m, ""));
  const lacking = await deploy(["--dry-run"], {}, home);
  expect([lacking.code, lacking.printed]).toEqual([1, expect.stringContaining("refused: FORECAST_ORIGIN is missing")]);
  const wrong = await deploy(
    ["--dry-run", "--var", "FORECAST_ORIGIN:https://api.example", "--var", "DEADLINE_MS:soon"],
    {},
    home,
  );
  expect([wrong.code, wrong.printed]).toEqual([
    1,
    expect.stringMatching(/refused: DEADLINE_MS is not valid: .*number/),
  ]);
}, 120_000);

test("a secret that is not set is refused; with it the Worker is deployed, and the queue of the jobs is made", async () => {
  const home = copyWithJobs();
  const cloudflare = await startCloudflare();
  const closed = await deploy([], cloudflare.env, home);
  expect([closed.code, closed.printed]).toEqual([
    1,
    expect.stringContaining("refused: the secret API_KEYS is not set"),
  ]);
  expect(closed.printed).toContain("fix: run npx wrangler secret put API_KEYS, or pass --secrets-file");
  expect([cloudflare.queues, cloudflare.uploads.size]).toEqual([[], 0]);

  writeFileSync(join(home, "secrets.env"), "API_KEYS=one two\n");
  const { code, printed } = await deploy(["--secrets-file", "secrets.env"], cloudflare.env, home);
  expect([code, printed]).toEqual([0, expect.stringContaining('Creating new Queue "edge-gather-jobs"')]);
  expect(cloudflare.queues).toEqual(["edge-gather-jobs"]);
  expect(cloudflare.uploads.get("edge-gather")).toMatchObject({ JOB_QUEUE: "queue", API_KEYS: "secret_text" });
}, 120_000);

test("an account that Cloudflare does not let in is told to log in", async () => {
  const cloudflare = await startCloudflare();
  const { code, printed } = await deploy([], { ...cloudflare.env, CLOUDFLARE_ACCOUNT_ID: "another" });
  expect([code, printed]).toEqual([1, expect.stringContaining("fix: run npx wrangler login")]);
}, 120_000);
