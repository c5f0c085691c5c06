// Endpoints that use bindings are rehearsed with them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { laneBindings } from "../../scripts/rehearse/lane-bindings.ts";

const CONFIG = `
name = "bound"
main = "index.js"
compatibility_date = "2026-11-01"
kv_namespaces = [{ binding = "KV", id = "kept" }]
durable_objects.bindings = [{ name = "JOB", class_name = "Job" }, { name = "OTHER", class_name = "Elsewhere" }]
migrations = [{ tag = "v1", new_sqlite_classes = ["Job", "Elsewhere"] }]
[[queues.producers]]
binding = "QUEUE"
queue = "jobs"
[[queues.consumers]]
queue = "jobs"
[[ratelimits]]
name = "RATE_LIMITER"
namespace_id = "1"
simple = { limit = 1, period = 60 }
`;

test("a lane has the bindings of wrangler.toml, but no rate limits, consumers and unknown classes", () => {
  const folder = mkdtempSync(join(tmpdir(), "lane-bindings-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [config, bundle] = [join(folder, "wrangler.toml"), join(folder, "index.js")];
  writeFileSync(config, CONFIG);
  writeFileSync(bundle, "export class Job {}");
  expect(laneBindings(bundle, config)).toEqual({
    kvNamespaces: { KV: { id: "kept" } },
    r2Buckets: {},
    d1Databases: {},
    queueProducers: { QUEUE: { queueName: "jobs" } },
    workerLoaders: {},
    durableObjects: { JOB: { className: "Job", useSQLite: true } },
  });
});
