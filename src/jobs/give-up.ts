// A shard that is to stop settles what no consumer has. What one has, it reports within a second, or its lease ends.
import { readLines } from "./chunk-line.ts";
import { settle } from "./settle.ts";
import { readShard, saveShard, SENT, WAITING } from "./shard-schema.ts";
import { endedResult } from "./unsent-result.ts";

/** Chunks that one transaction settles: about 10,000 requests, a few megabytes. */
const CHUNKS_AT_ONCE = 100;

/** Settles waiting chunks of a stopping shard. Returns whether there are more of them. */
export function giveUp(sql: SqlStorage): boolean {
  const shard = readShard(sql);
  if (shard === undefined || shard.ending === null) return false;
  const { ending } = shard;
  const chunks = sql
    .exec<{ id: number; left: string }>(
      "SELECT id, left FROM chunk WHERE state IN (?, ?) LIMIT ?",
      WAITING,
      SENT,
      CHUNKS_AT_ONCE,
    )
    .toArray();
  for (const { id, left } of chunks) {
    settle(
      sql,
      shard,
      readLines(left).map((line) => endedResult(line, ending)),
    );
    sql.exec("DELETE FROM chunk WHERE id = ?", id);
  }
  if (chunks.length > 0) saveShard(sql, shard);
  return chunks.length === CHUNKS_AT_ONCE;
}
