// The job tells its shards that they may begin, what their share of its limits is, and when to stop.
import { readShard, saveShard } from "./shard-schema.ts";
import type { Ending } from "./job-status.ts";

/** A shard's share of its job's limits. */
export interface Share {
  /** Calls under way at once for each origin; 0 where other shards have them all. */
  readonly concurrency: number;
  /** Milliseconds between two starts for each origin; 0 for no limit. */
  readonly everyMs: number;
  /** Chunks out at once. */
  readonly maxOut: number;
}

/** Starts the shard, or changes its share; an `ending` stops it for good. Saying it again changes nothing. */
export function begin(sql: SqlStorage, share: Share, ending: Ending | null): void {
  const shard = readShard(sql);
  if (shard === undefined) return;
  if (shard.state === "filling") {
    const { last } = sql.exec<{ last: number | null }>("SELECT max(id) AS last FROM chunk").one();
    shard.nextChunk = (last ?? -1) + 1;
    shard.state = "running";
  }
  if (ending !== null && shard.ending === null) {
    shard.state = "stopping";
    shard.ending = ending;
  }
  saveShard(sql, Object.assign(shard, share));
}
