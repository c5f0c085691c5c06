// A job's messages to its shards. The alarm repeats them, so a shard that was not reached once is reached later.
import type { JobBindings } from "./bindings.ts";
import { shardNameOf } from "./job-id.ts";
import type { JobRow } from "./job-schema.ts";
import type { Shard } from "./shard.ts";
import { activeShards } from "./share-limits.ts";

/** Shards that are spoken to at once. */
const AT_ONCE = 50;

/** Tells every shard that has something left its share of the job's limits, or to stop. */
export async function beginShards(sql: SqlStorage, env: JobBindings, job: JobRow): Promise<void> {
  const shards = activeShards(sql, job);
  await someAtOnce(shards, ({ id, share }) => shardOf(env, job, id).begin(share, job.ending));
}

/** Deletes all shards. */
export async function forgetShards(sql: SqlStorage, env: JobBindings, job: JobRow): Promise<void> {
  const shards = sql.exec<{ id: number }>("SELECT id FROM known").toArray();
  await someAtOnce(shards, ({ id }) => shardOf(env, job, id).forget());
}

function shardOf({ SHARD }: JobBindings, { id }: JobRow, shard: number): DurableObjectStub<Shard> {
  return SHARD.getByName(shardNameOf(id, shard));
}

async function someAtOnce<T>(items: readonly T[], speak: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) await Promise.all(items.slice(at, at + AT_ONCE).map(speak));
}
