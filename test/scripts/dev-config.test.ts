// `npm run dev` has jobs, whatever wrangler.toml says of them.
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { addJobs } from "../../scripts/add-jobs.ts";
import { QUEUE } from "../../scripts/job-resources.ts";
import { followConfig, namesConfig, writeDevConfig } from "../../scripts/dev-config.ts";

const classes = [
  { name: "JOB", class_name: "Job" },
  { name: "SHARD", class_name: "Shard" },
];
const local = { max_batch_size: 10, max_batch_timeout: 0, max_retries: 0 };

test("adds what jobs need, and keeps the rest", () => {
  expect(addJobs({ name: "mine", queues: { producers: [{ binding: "MAIL", queue: "mail" }] } })).toEqual({
    name: "mine",
    durable_objects: { bindings: classes },
    migrations: [{ tag: "jobs", new_sqlite_classes: ["Job", "Shard"] }],
    queues: {
      producers: [
        { binding: "MAIL", queue: "mail" },
        { binding: "JOB_QUEUE", queue: QUEUE },
      ],
      consumers: [{ queue: QUEUE, ...local }],
    },
  });
});

test("a configuration that has jobs keeps its lines, and gets batches that suit Miniflare", () => {
  const own = {
    durable_objects: { bindings: classes },
    migrations: [{ tag: "v7", new_sqlite_classes: ["Job", "Shard"] }],
    queues: {
      producers: [{ binding: "JOB_QUEUE", queue: "mine" }],
      consumers: [{ queue: "mine", max_batch_size: 1, max_batch_timeout: 0, max_retries: 0 }],
    },
  };
  const queues = { ...own.queues, consumers: [{ queue: "mine", ...local }] };
  expect(addJobs(own)).toEqual({ ...own, queues });
});

test("a change of wrangler.toml is followed, also where an editor replaces the file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dev-config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const source = join(folder, "wrangler.toml");
  writeFileSync(source, 'name = "before"\n');
  const path = writeDevConfig(folder);
  const name = () => (JSON.parse(readFileSync(path, "utf8")) as { name: string }).name;
  expect(name()).toBe("before");
  const said: string[] = [];
  onTestFinished(followConfig((line) => said.push(line), folder));

  writeFileSync(`${source}.new`, "name = ");
  renameSync(`${source}.new`, source);
  await vi.waitFor(() => expect(said.join()).toContain("wrangler.toml"), 5_000);
  expect(name()).toBe("before");
  writeFileSync(`${source}.new`, 'name = "after"\n');
  renameSync(`${source}.new`, source);
  await vi.waitFor(() => expect(name()).toBe("after"), 5_000);
});

test.each([
  [["--port", "8790"], false],
  [["--config", "mine.toml"], true],
  [["-c=mine.toml"], true],
])("a configuration that the arguments name is left alone: %j", (args, named) => {
  expect(namesConfig(args)).toBe(named);
});
