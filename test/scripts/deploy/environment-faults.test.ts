// An environment of wrangler.toml beside the top level. wrangler itself reads both.
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { environmentFaults } from "../../../scripts/deploy/environment-faults.ts";
import { readWorkerConfig } from "../../../scripts/deploy/worker-config.ts";

/** The sentences about `[env.staging]` in a configuration of these lines. */
function whatOf(name: string, lines: string): readonly string[] {
  mkdirSync("dist/deploy-test", { recursive: true });
  const path = `dist/deploy-test/${name}.toml`;
  writeFileSync(path, `name = "app"\nmain = "index.js"\ncompatibility_date = "2026-11-01"\n${lines}`);
  const faults = environmentFaults(readWorkerConfig(path, ""), readWorkerConfig(path, "staging"), "staging");
  return faults.map(({ what, fix }) => `${what} | ${fix}`);
}

test("a variable, a secret and a binding of each form that the environment lacks are named, with the table to add them to", () => {
  const lines = `
[vars]
NEWS_ORIGIN = "https://news.example"
[ai]
binding = "AI"
[[kv_namespaces]]
binding = "CACHE"
id = "1"
[[durable_objects.bindings]]
name = "JOB"
class_name = "Job"
[[queues.producers]]
binding = "JOB_QUEUE"
queue = "jobs"
[[queues.consumers]]
queue = "jobs"
[secrets]
required = ["API_KEYS", "NEWS_KEY"]
[env.staging.secrets]
required = ["API_KEYS"]
`;
  expect(whatOf("naive", lines).toSorted()).toEqual([
    "the environment staging consumes no queue, and the top level does | add a consumer under [[env.staging.queues.consumers]]",
    "the environment staging does not require the secret NEWS_KEY: environments do not inherit it | add NEWS_KEY to required under [env.staging.secrets]",
    ...[
      ["binding AI", "[env.staging.ai]"],
      ["binding CACHE", "[[env.staging.kv_namespaces]]"],
      ["binding JOB", "[[env.staging.durable_objects.bindings]]"],
      ["binding JOB_QUEUE", "[[env.staging.queues.producers]]"],
      ["variable NEWS_ORIGIN", "[env.staging.vars]"],
    ].map(
      ([what = "", where]) =>
        `the environment staging lacks the ${what}: environments do not inherit it | add ${what.split(" ")[1]} under ${where}`,
    ),
  ]);
});

test("routes and queues of the top level are not taken over", () => {
  const lines = `
[[routes]]
pattern = "app.example"
custom_domain = true
[[queues.consumers]]
queue = "jobs"
[[env.staging.queues.consumers]]
queue = "jobs"
`;
  expect(whatOf("taken", lines)).toEqual([
    expect.stringMatching(/^the environment staging would take over the routes of the top level: .*app\.example/),
    expect.stringMatching(
      /^the environment staging consumes the queue jobs of the top level; a queue has one consumer/,
    ),
  ]);
});

test("an environment that has everything of its own has no faults", () => {
  const lines = `
routes = ["app.example/*"]
[vars]
NEWS_ORIGIN = "https://news.example"
[[queues.consumers]]
queue = "jobs"
[env.staging]
routes = []
workers_dev = true
[env.staging.vars]
NEWS_ORIGIN = "https://news.example"
[[env.staging.queues.consumers]]
queue = "jobs-staging"
`;
  expect(whatOf("whole", lines)).toEqual([]);
});
