// A consumer takes a chunk: from then on it alone works on the lines it was handed, until it reports back or its
// lease is over.
import { type ChunkLine, readLines } from "./chunk-line.ts";
import { PROTOCOL } from "./message.ts";
import type { Moment } from "./moment.ts";
import { MAX_SLOTS } from "./pump.ts";
import { readChunk, readShard, SENT, SHARD_VERSION, WAITING } from "./shard-schema.ts";

/**
 * Milliseconds of starts that one claim may hold, where a rate spreads them out: a consumer that dies holds up no
 * more than that.
 */
const MAX_SPREAD_MS = 30_000;

/** A chunk in the hands of a consumer. */
export interface Claim {
  readonly job: string;
  readonly token: number;
  readonly lines: readonly ChunkLine[];
  /** True if the requests must not be sent twice. */
  readonly once: boolean;
  /** Calls that may be under way at once. */
  readonly concurrency: number;
  /** When the first may start, and how long after each the next one, in milliseconds. */
  readonly startAt: number;
  readonly everyMs: number;
  /** The number of times that these lines were put off. */
  readonly putOffs: number;
  readonly maxBodyBytes: number;
}

/**
 * Hands out the lines of a chunk: all; six where they must not be sent twice, so that no more can be lost at once; or
 * as many as its rate lets start soon. `null` where nothing is to be done: the chunk is over, another consumer has
 * it, or the shard does not run. `v` is the consumer's.
 */
export function claim(sql: SqlStorage, { now, leaseMs }: Moment, v: number, id: number): Claim | null {
  const shard = readShard(sql);
  if (shard?.state !== "running" || shard.v > SHARD_VERSION || v > PROTOCOL) return null;
  const chunk = readChunk(sql, id);
  // A claim that is over is for the alarm to judge: it knows whether its lines may be sent again.
  if (chunk?.state !== SENT) return null;
  const { once, lane, slots, attempt, putOffs } = chunk;
  const { nextAt, pausedUntil } = sql
    .exec<{ nextAt: number; pausedUntil: number }>("SELECT nextAt, pausedUntil FROM lane WHERE name = ?", lane)
    .one();
  if (pausedUntil > now) {
    sql.exec("UPDATE chunk SET state = ?, due = ? WHERE id = ?", WAITING, pausedUntil, id);
    return null;
  }
  const { everyMs, job, maxBodyBytes } = shard;
  const all = readLines(chunk.left);
  const most = Math.min(
    once === 1 ? MAX_SLOTS : all.length,
    everyMs > 0 ? Math.max(1, Math.floor(MAX_SPREAD_MS / everyMs)) : all.length,
  );
  const lines = all.slice(0, most);
  const startAt = Math.max(now, nextAt);
  if (everyMs > 0)
    sql.exec("UPDATE lane SET nextAt = ? WHERE name = ?", Math.ceil(startAt + everyMs * lines.length), lane);
  const token = chunk.token + 1;
  sql.exec(
    "UPDATE chunk SET state = 2, attempt = ?, sends = 0, token = ?, taken = ?, due = ? WHERE id = ?",
    attempt + 1,
    token,
    lines.length,
    now + leaseMs,
    id,
  );
  return { job, token, lines, once: once === 1, concurrency: slots, startAt, everyMs, putOffs, maxBodyBytes };
}
