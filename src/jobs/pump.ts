// Which chunks go out next: those that are due, as far as the limits of their lanes and of the shard allow.
import type { Moment } from "./moment.ts";
import { CLAIMED, readShard, SENT, SHARD_VERSION, WAITING } from "./shard-schema.ts";
import { MAX_ATTEMPTS } from "./unreported.ts";

/** Calls a chunk may have under way: a consumer is one invocation, of which six may wait for headers. */
export const MAX_SLOTS = 6;

/** Milliseconds before its lane's next start that a chunk is sent: about what the queue takes to deliver. */
export const AHEAD_MS = 1_000;

/** Milliseconds: the longest lease of a message. Queues may be that far behind. */
const MAX_SENT_MS = 900_000;

/**
 * Marks chunks as sent and returns their ids. The caller sends the messages after the transaction; one that is never
 * sent, or lost, costs a lease.
 */
export function pump(sql: SqlStorage, { now, leaseMs }: Moment): number[] {
  const shard = readShard(sql);
  if (shard?.state !== "running" || shard.v > SHARD_VERSION) return [];
  const out = outByLane(sql);
  let room = shard.maxOut - out.values().reduce((sum, { chunks }) => sum + chunks, 0);
  const ids: number[] = [];
  // An isolate runs several consumers, and what kills it ends them all. Requests that fell silent alone go out one
  // after the other, so that only the one that kills falls silent again.
  let suspected = out.values().some(({ suspects }) => suspects > 0);
  const lanes = sql.exec<{ name: string }>(
    "SELECT name FROM lane WHERE pausedUntil <= ? AND nextAt <= ?",
    now,
    now + AHEAD_MS,
  );
  for (const { name } of lanes.toArray()) {
    const { slots = 0, unclaimed = 0 } = out.get(name) ?? {};
    let free = shard.concurrency - slots;
    // The starts of a lane with a rate are handed out by claims: one message at a time, or a consumer would wait for
    // its turn.
    const most = shard.everyMs > 0 ? 1 - unclaimed : room;
    if (Math.min(free, room, most) <= 0) continue;
    const waiting = sql.exec<{ id: number; lines: number; sends: number; attempt: number }>(
      "SELECT id, lines, sends, attempt FROM chunk WHERE state = ? AND lane = ? AND due <= ? AND attempt <= ? ORDER BY due, id LIMIT ?",
      WAITING,
      name,
      now,
      suspected ? 0 : MAX_ATTEMPTS,
      Math.min(free, room, most),
    );
    for (const { id, lines, sends, attempt } of waiting.toArray()) {
      const granted = Math.min(MAX_SLOTS, free, lines);
      if (granted === 0) break;
      if (attempt > 0 && suspected) continue;
      suspected ||= attempt > 0;
      const due = now + Math.min(MAX_SENT_MS, leaseMs * 2 ** sends);
      sql.exec("UPDATE chunk SET state = ?, slots = ?, due = ? WHERE id = ?", SENT, granted, due, id);
      free -= granted;
      room--;
      ids.push(id);
    }
  }
  return ids;
}

/**
 * Sums up each lane: chunks that are out, their calls, chunks that no consumer has claimed, and suspects. A suspect had
 * a claim before that ended without a report; the claim under way counts as an attempt too.
 */
function outByLane(sql: SqlStorage) {
  const rows = sql.exec<{ lane: string; chunks: number; slots: number; unclaimed: number; suspects: number }>(
    `SELECT lane, count(*) AS chunks, sum(slots) AS slots, sum(state = ?) AS unclaimed, sum(attempt > (state = ?)) AS suspects
     FROM chunk WHERE state IN (?, ?) GROUP BY lane`,
    SENT,
    CLAIMED,
    SENT,
    CLAIMED,
  );
  return new Map(rows.toArray().map((row) => [row.lane, row]));
}
