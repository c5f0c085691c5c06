// Reads the status and the log of a job.
import { addCounts, type Counts } from "./counts.ts";
import { deletionOf, type JobRow, type KnownShard, type LogRow, readJob } from "./job-schema.ts";
import type { Watched } from "./job-status.ts";

/** Returns the status of job `id`; `undefined` if `owner` has no such job. */
export function watchJob(sql: SqlStorage, id: string, owner: string): Watched | undefined {
  const job = visible(sql, id, owner);
  if (job === undefined) return undefined;
  const { state, total, createdAt, endedAt } = job;
  if (state === "deleting") return undefined;
  let settled = 0;
  let byOutcome: Counts = {};
  for (const shard of sql.exec<KnownShard>("SELECT * FROM known").toArray()) {
    settled += shard.settled;
    byOutcome = addCounts(byOutcome, JSON.parse(shard.counts) as Counts);
  }
  const { seq } = sql.exec<{ seq: number }>("SELECT coalesce(max(seq), 0) AS seq FROM log").one();
  const times = {
    createdAt: iso(createdAt),
    endedAt: endedAt === null ? null : iso(endedAt),
    deleteAt: iso(deletionOf(job)),
  };
  return { status: { id, state, total, settled, ok: byOutcome["ok"] ?? 0, byOutcome, ...times }, seq };
}

/** Returns up to `limit` rows of the log after number `after`; `undefined` if `owner` has no such job. */
export function readLog(
  sql: SqlStorage,
  { id, owner }: { readonly id: string; readonly owner: string },
  after: number,
  limit: number,
): LogRow[] | undefined {
  if (visible(sql, id, owner) === undefined) return undefined;
  return sql.exec<LogRow>("SELECT * FROM log WHERE seq > ? ORDER BY seq LIMIT ?", after, limit).toArray();
}

function visible(sql: SqlStorage, id: string, owner: string): JobRow | undefined {
  const job = readJob(sql, id);
  return job?.owner === owner && job.state !== "deleting" ? job : undefined;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
