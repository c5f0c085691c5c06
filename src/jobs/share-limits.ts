// A job's limits are divided among the shards that still have something to do. Shares only grow, so together they
// never exceed the limits.
import type { Share } from "./begin.ts";
import type { JobOptions } from "./job-options.ts";
import { type JobRow, type KnownShard, optionsOf } from "./job-schema.ts";

/**
 * Chunks of one job that are out at once: as many as a queue has consumers, so that the next job's are not behind a
 * long backlog.
 */
const MAX_OUT = 250;

/** The share of the shard that is number `position` of `shards`. */
export function shareOf({ concurrency, ratePerSecond }: JobOptions, position: number, shards: number): Share {
  return {
    concurrency: part(concurrency, position, shards),
    everyMs: ratePerSecond === undefined ? 0 : (1_000 * shards) / ratePerSecond,
    maxOut: part(MAX_OUT, position, shards),
  };
}

/** The shards of `job` that have something left, each with its share. */
export function activeShards(sql: SqlStorage, job: JobRow): { readonly id: number; readonly share: Share }[] {
  const active = sql.exec<KnownShard>("SELECT * FROM known WHERE settled < total ORDER BY id").toArray();
  const options = optionsOf(job);
  return active.map(({ id }, position) => ({ id, share: shareOf(options, position, active.length) }));
}

/** A part of a whole number, such that all parts together are that number. */
function part(whole: number, position: number, parts: number): number {
  return Math.floor(whole / parts) + Number(position < whole % parts);
}
