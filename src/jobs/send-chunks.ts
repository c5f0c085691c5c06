// Messages for chunks that were marked as sent. One that cannot be sent comes back when its lease is over.
import type { JobBindings } from "./bindings.ts";
import { shardNameOf } from "./job-id.ts";
import { PROTOCOL } from "./message.ts";
import { readShard } from "./shard-schema.ts";

/** Messages that a queue takes at once. */
const MAX_BATCH = 100;

/** Sends a message for each of the shard's chunks `ids`. Never rejects. */
export async function sendChunks(sql: SqlStorage, { JOB_QUEUE }: JobBindings, ids: readonly number[]): Promise<void> {
  const shard = readShard(sql);
  if (shard === undefined) return;
  const name = shardNameOf(shard.job, shard.id);
  for (let at = 0; at < ids.length; at += MAX_BATCH) {
    const batch = ids
      .slice(at, at + MAX_BATCH)
      .map((chunk) => ({ body: { v: PROTOCOL, shard: name, chunk } as const }));
    await JOB_QUEUE.sendBatch(batch).catch((error: unknown) => console.error(error));
  }
}
