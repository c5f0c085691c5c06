// Leases that are over: messages that nothing claimed, claims that were not reported on.
import type { Moment } from "./moment.ts";
import { type ChunkRow, CLAIMED, readShard, saveShard, SENT, SHARD_VERSION, WAITING } from "./shard-schema.ts";
import { unreported } from "./unreported.ts";

/** Takes back every chunk whose lease is over. */
export function endLeases(sql: SqlStorage, { now }: Moment): void {
  const shard = readShard(sql);
  if (shard === undefined || shard.v > SHARD_VERSION) return;
  sql.exec("UPDATE chunk SET state = ?, sends = sends + 1, due = 0 WHERE state = ? AND due <= ?", WAITING, SENT, now);
  const over = sql.exec<ChunkRow>("SELECT * FROM chunk WHERE state = ? AND due <= ?", CLAIMED, now).toArray();
  for (const chunk of over) unreported(sql, shard, chunk);
  if (over.length > 0) saveShard(sql, shard);
}
