// A claim that ended without a report. What may be sent again is tried in halves, until what kills its consumer is
// alone.
import { type ChunkLine, readLines, writeLines } from "./chunk-line.ts";
import { type Settled, settle } from "./settle.ts";
import { type ChunkRow, type ShardRow, WAITING } from "./shard-schema.ts";
import { endedResult, lostResult } from "./unsent-result.ts";

/** Claims of one line that nothing was heard of. */
export const MAX_ATTEMPTS = 3;

/** Decides what becomes of the lines of `chunk`, which its consumer no longer has. The caller saves `shard`. */
export function unreported(sql: SqlStorage, shard: ShardRow, chunk: ChunkRow): void {
  const lines = readLines(chunk.left);
  const taken = lines.slice(0, chunk.taken);
  const rest = lines.slice(chunk.taken);
  const { ending } = shard;
  if (ending !== null) {
    const results = taken.map((line) => (chunk.once === 1 ? lostResult(line) : endedResult(line, ending)));
    return finish([...results, ...rest.map((line) => endedResult(line, ending))]);
  }
  if (chunk.once === 1) {
    settle(sql, shard, taken.map(lostResult));
    return keep(rest, 0);
  }
  if (lines.length === 1)
    return chunk.attempt < MAX_ATTEMPTS ? keep(lines, chunk.attempt) : finish(lines.map(lostResult));
  const half = Math.max(1, Math.ceil(taken.length / 2));
  keep(lines.slice(0, half), 0);
  insertChunk(sql, shard, chunk, lines.slice(half));

  function finish(results: readonly Settled[]): void {
    settle(sql, shard, results);
    sql.exec("DELETE FROM chunk WHERE id = ?", chunk.id);
  }

  function keep(kept: readonly ChunkLine[], attempt: number): void {
    if (kept.length === 0) return finish([]);
    sql.exec(
      "UPDATE chunk SET state = ?, attempt = ?, taken = 0, due = 0, lines = ?, left = ? WHERE id = ?",
      WAITING,
      attempt,
      kept.length,
      writeLines(kept),
      chunk.id,
    );
  }
}

/** Makes a chunk of `lines` that come out of `from`. The caller saves `shard`. */
export function insertChunk(
  sql: SqlStorage,
  shard: ShardRow,
  from: Pick<ChunkRow, "lane" | "once" | "putOffs">,
  lines: readonly ChunkLine[],
  due = 0,
): void {
  sql.exec(
    "INSERT INTO chunk (id, lane, once, putOffs, due, lines, left) VALUES (?, ?, ?, ?, ?, ?, ?)",
    shard.nextChunk++,
    from.lane,
    from.once,
    from.putOffs,
    due,
    lines.length,
    writeLines(lines),
  );
}
