// The bindings of `wrangler.toml` for a lane. They work locally, and nothing makes them fail.
import { readFileSync } from "node:fs";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import * as z from "zod";

const byName = <S extends z.ZodType>(schema: S) => z.record(z.string(), schema).default({});

const Bindings = z.object({
  kvNamespaces: byName(z.object({ id: z.string() })),
  r2Buckets: byName(z.object({ id: z.string() })),
  d1Databases: byName(z.object({ id: z.string() })),
  queueProducers: byName(z.object({ queueName: z.string() })),
  workerLoaders: byName(z.object({})),
  durableObjects: byName(z.object({ className: z.string(), useSQLite: z.boolean().default(false) })),
});

/** The bindings, in Miniflare's form. */
export type LaneBindings = z.output<typeof Bindings>;

/**
 * Reads the bindings for the Worker at `bundle`. A lane has no consumers of queues and no rate limit. Classes that the
 * bundle does not hold are left out.
 */
export function laneBindings(bundle: string, config = "wrangler.toml"): LaneBindings {
  const { durableObjects, ...others } = Bindings.parse(unstable_getMiniflareWorkerOptions(config).workerOptions);
  const code = readFileSync(bundle, "utf8");
  const held = Object.entries(durableObjects).filter(([, { className }]) => code.includes(className));
  return { ...others, durableObjects: Object.fromEntries(held) };
}
