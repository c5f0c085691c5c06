// The first deploy of a Worker with jobs makes their queue.
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_NAME } from "../../src/project-name.ts";
import { startCloudflare } from "../support/cloudflare-api.ts";
import { copyOfProject } from "../support/copy-of-project.ts";
import { npmDeploy } from "../support/npm-deploy.ts";
import { readReadme } from "../support/readme.ts";

test("with its secrets in a file a new Worker is deployed, and the queue of its jobs is made", async () => {
  const home = copyOfProject();
  const lines = readReadme("src/jobs/README.md").blocks.find(({ language }) => language === "toml")?.code ?? "";
  const [, queue = ""] = /queue = "(.+)"/.exec(lines) ?? [];
  appendFileSync(join(home, "wrangler.toml"), `\n${lines}`);
  writeFileSync(join(home, "secrets.env"), "API_KEYS=one two\n");
  const cloudflare = await startCloudflare();
  const { code, printed } = await npmDeploy(["--secrets-file", "secrets.env"], cloudflare.env, home);
  expect([code, printed]).toEqual([0, expect.stringContaining(`Creating new Queue "${queue}"`)]);
  expect(cloudflare.queues).toEqual([queue]);
  const bindings = { JOB_QUEUE: "queue", JOB: "durable_object_namespace", API_KEYS: "secret_text" };
  expect(cloudflare.uploads.get(PROJECT_NAME)).toMatchObject(bindings);
}, 120_000);
