// The lines that switch jobs on are those that tests run with.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import * as z from "zod";
import { jobResources } from "../../scripts/job-resources.ts";

const readme = readFileSync("src/jobs/README.md", "utf8");

const Config = z.object({
  durable_objects: z.object({ bindings: z.array(z.object({ name: z.string(), class_name: z.string() })) }),
  migrations: z.array(z.object({ new_sqlite_classes: z.array(z.string()) })),
  queues: z.object({
    producers: z.array(z.object({ binding: z.string(), queue: z.string() })),
    consumers: z.array(z.object({ queue: z.string(), max_retries: z.number() })),
  }),
});

test("the lines of the README make of wrangler.toml what tests bind", () => {
  const [, lines = ""] = /```toml\n([\s\S]*?)```/.exec(readme) ?? [];
  mkdirSync("dist/readme", { recursive: true });
  writeFileSync("dist/readme/jobs.toml", `${readFileSync("wrangler.toml", "utf8")}\n${lines}`);
  const read: (args: { config: string }) => unknown = unstable_readConfig;
  const { durable_objects, migrations, queues } = Config.parse(read({ config: "dist/readme/jobs.toml" }));
  const { durableObjects, queueProducers } = jobResources({ consumed: true });
  const classes = durable_objects.bindings.map(({ name, class_name }) => [name, class_name]);
  expect(Object.fromEntries(classes)).toEqual(
    Object.fromEntries(Object.entries(durableObjects).map(([name, { className }]) => [name, className])),
  );
  expect(migrations[0]?.new_sqlite_classes).toEqual(classes.map(([, className]) => className));
  expect(queues.producers.map(({ binding }) => binding)).toEqual(Object.keys(queueProducers));
  expect(queues.consumers.map(({ queue }) => queue)).toEqual(queues.producers.map(({ queue }) => queue));
});
