// When a shard must wake up by itself.
import { AHEAD_MS } from "./pump.ts";
import { CLAIMED, readShard, SENT, WAITING } from "./shard-schema.ts";

/** Milliseconds after which the alarm sends progress, because the process with the timer has ended. */
const PROGRESS_MS = 5_000;

/**
 * The next time at which something is to be done without a report, in milliseconds since 1970; `undefined` where
 * nothing is.
 */
export function nextAlarm(sql: SqlStorage, now: number): number | undefined {
  const shard = readShard(sql);
  if (shard === undefined || shard.state === "filling") return undefined;
  const times: number[] = [];
  const { lease } = sql
    .exec<{ lease: number | null }>("SELECT min(due) AS lease FROM chunk WHERE state IN (?, ?)", SENT, CLAIMED)
    .one();
  if (lease !== null) times.push(lease);
  if (shard.sentSeq < shard.seq) times.push(now + PROGRESS_MS);
  if (shard.concurrency > 0) {
    // The first waiting chunk of each lane; one that is due and still waits goes when another is reported on.
    const lanes = sql.exec<{ at: number }>(
      `SELECT max(nextAt - ?, pausedUntil, (SELECT min(due) FROM chunk WHERE state = ? AND lane = name)) AS at
       FROM lane WHERE at > ?`,
      AHEAD_MS,
      WAITING,
      now,
    );
    for (const { at } of lanes.toArray()) times.push(at);
  }
  return times.length === 0 ? undefined : Math.min(...times);
}
