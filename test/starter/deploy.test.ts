// The command `npm run deploy`, with a stand-in for Cloudflare's API. wrangler is the real one.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_NAME } from "../../src/project-name.ts";
import { startCloudflare } from "../support/cloudflare-api.ts";
import { copyOfProject } from "../support/copy-of-project.ts";
import { npmDeploy } from "../support/npm-deploy.ts";

/** The Worker of the environment. */
const STAGING = `${PROJECT_NAME}-staging`;

test("staging is whole: its own Worker, which is well with its own variables and bindings", async () => {
  const cloudflare = await startCloudflare({ [STAGING]: ["API_KEYS"] });
  const { code, printed } = await npmDeploy(["--env", "staging"], cloudflare.env);
  expect([code, printed]).toEqual([0, expect.stringContaining("checked: the configuration; /healthz answers 200")]);
  expect(printed).toContain(`ask it: npm run smoke -- https://${STAGING}.someone.workers.dev`);
  expect(Object.fromEntries(cloudflare.uploads)).toMatchObject({
    [STAGING]: { RATE_LIMITER: "ratelimit", ALLOWED_ORIGINS: "plain_text" },
  });
}, 120_000);

test("what an environment lacks is refused before anything is built", async () => {
  const home = copyOfProject();
  appendFileSync(join(home, "wrangler.toml"), '\n[[kv_namespaces]]\nbinding = "NOTES"\nid = "1"\n');
  const { code, printed } = await npmDeploy(["--env", "staging", "--dry-run"], {}, home);
  expect([code, printed]).toEqual([1, expect.stringContaining("the environment staging lacks the binding NOTES")]);
  expect(printed).toContain("fix: add NOTES under [[env.staging.kv_namespaces]]");
  expect(printed).toContain("Nothing was deployed.");
  expect(printed).not.toContain("custom build");
}, 120_000);

test("the Worker itself says which variable is missing, or not valid and why", async () => {
  const home = copyOfProject();
  const path = join(home, "wrangler.toml");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^ALLOWED_ORIGINS.*\n/m, ""));
  const lacking = await npmDeploy(["--dry-run", "--var", "LOG_REQUESTS:true"], {}, home);
  expect([lacking.code, lacking.printed]).toEqual([1, expect.stringContaining("refused: ALLOWED_ORIGINS is missing")]);
  const wrong = await npmDeploy(["--dry-run", "--var", "DEADLINE_MS:soon"]);
  expect([wrong.code, wrong.printed]).toEqual([
    1,
    expect.stringMatching(/refused: DEADLINE_MS is not valid: .*number/),
  ]);
}, 120_000);

test("a secret that is not set is refused, with the commands that set it", async () => {
  const cloudflare = await startCloudflare();
  const { code, printed } = await npmDeploy([], cloudflare.env);
  expect([code, printed]).toEqual([1, expect.stringContaining("refused: the secret API_KEYS is not set")]);
  expect(printed).toContain("fix: run npx wrangler secret put API_KEYS, or pass --secrets-file");
  expect(cloudflare.uploads.size).toBe(0);
}, 120_000);

test("an account that Cloudflare does not let in is told to log in", async () => {
  const cloudflare = await startCloudflare();
  const { code, printed } = await npmDeploy([], { ...cloudflare.env, CLOUDFLARE_ACCOUNT_ID: "another" });
  expect([code, printed]).toEqual([1, expect.stringContaining("fix: run npx wrangler login")]);
}, 120_000);
