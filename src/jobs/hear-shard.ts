// A shard reports to its job: numbers since its beginning, so that hearing them twice, late or out of order changes
// nothing.
import type { Counts } from "./counts.ts";
import { failuresAllowed } from "./job-options.ts";
import { type KnownShard, optionsOf, readJob, saveJob } from "./job-schema.ts";

/** The progress of a shard, counted from its beginning. */
export interface Progress {
  readonly shard: number;
  readonly seq: number;
  readonly settled: number;
  readonly counts: Counts;
}

/** `changed`: the shards need new shares, or must stop. `unknown`: the job does not exist, and its shard may go. */
export type Heard = "noted" | "changed" | "unknown";

/** Takes in the progress of a shard of job `id`. */
export function hearShard(sql: SqlStorage, id: string, { shard, seq, settled, counts }: Progress, now: number): Heard {
  const job = readJob(sql, id);
  if (job === undefined || job.state === "deleting") return "unknown";
  const known = sql.exec<KnownShard>("SELECT * FROM known WHERE id = ?", shard).toArray()[0];
  if (known === undefined || seq <= known.seq) return "noted";
  sql.exec("INSERT INTO log (shard, after, upTo) VALUES (?, ?, ?)", shard, known.seq, seq);
  sql.exec(
    "UPDATE known SET seq = ?, settled = ?, counts = ? WHERE id = ?",
    seq,
    settled,
    JSON.stringify(counts),
    shard,
  );
  if (job.endedAt !== null) return "noted";
  const sum = sumOf(sql);
  if (sum.settled === job.total) {
    job.state = job.ending ?? "done";
    job.endedAt = now;
    saveJob(sql, job);
    return "noted";
  }
  if (sum.settled - sum.ok > failuresAllowed(optionsOf(job), job.total) && job.ending === null) {
    job.state = "cancelling";
    job.ending = "failed";
    saveJob(sql, job);
    return "changed";
  }
  return settled === known.total ? "changed" : "noted";
}

/** The sum over all shards. */
function sumOf(sql: SqlStorage) {
  return sql
    .exec<{ settled: number; ok: number }>(
      "SELECT sum(settled) AS settled, coalesce(sum(counts ->> '$.ok'), 0) AS ok FROM known",
    )
    .one();
}
