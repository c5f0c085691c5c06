// The upload fills a shard with chunks.
import { createShardTables, SHARD_VERSION } from "./shard-schema.ts";

/** A chunk on its way into a shard. */
export interface NewChunk {
  /** Its number in the shard. The same chunk appended twice is there once. */
  readonly id: number;
  readonly lane: string;
  /** True if its requests must not be sent twice. */
  readonly once: boolean;
  readonly lines: number;
  /** As `writeLines` writes them. */
  readonly left: string;
}

/** The identity of a shard. */
export interface ShardIdentity {
  readonly job: string;
  /** Its number in the job. */
  readonly id: number;
  readonly maxBodyBytes: number;
}

/** Adds `chunks` to a shard that is being filled; does nothing to one that has begun. */
export function append(sql: SqlStorage, { job, id, maxBodyBytes }: ShardIdentity, chunks: readonly NewChunk[]): void {
  createShardTables(sql);
  sql.exec(
    "INSERT OR IGNORE INTO shard (one, v, job, id, state, maxBodyBytes) VALUES (1, ?, ?, ?, 'filling', ?)",
    SHARD_VERSION,
    job,
    id,
    maxBodyBytes,
  );
  if (sql.exec("SELECT 1 FROM shard WHERE state = 'filling'").toArray().length === 0) return;
  for (const chunk of chunks) {
    sql.exec("INSERT OR IGNORE INTO lane (name) VALUES (?)", chunk.lane);
    sql.exec(
      "INSERT OR REPLACE INTO chunk (id, lane, once, lines, left) VALUES (?, ?, ?, ?, ?)",
      chunk.id,
      chunk.lane,
      Number(chunk.once),
      chunk.lines,
      chunk.left,
    );
  }
}
