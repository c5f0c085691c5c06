// A request is settled by its first result. From then on the result is there for readers, and nothing can change it.
import { addCounts } from "./counts.ts";
import type { ShardRow } from "./shard-schema.ts";

/** The result of one request. */
export interface Settled {
  readonly index: number;
  readonly outcome: string;
  /** The result as readers see it: one line of JSON. */
  readonly line: string;
}

/**
 * Characters a row of results may have: SQLite on Workers takes rows of 2 MB, and a character is at most three bytes.
 */
const MAX_ROW_LENGTH = 600_000;

/**
 * Writes `results` and counts them. The caller takes their requests out of their chunk in the same transaction, and
 * saves `shard`.
 */
export function settle(sql: SqlStorage, shard: ShardRow, results: readonly Settled[]): void {
  let body: string[] = [];
  let length = 0;
  const counts: Record<string, number> = {};
  for (const { outcome, line } of results) {
    if (length > 0 && length + line.length > MAX_ROW_LENGTH) writeRow();
    body.push(line);
    length += line.length + 1;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  if (body.length > 0) writeRow();
  shard.settled += results.length;
  shard.counts = JSON.stringify(addCounts(JSON.parse(shard.counts) as Record<string, number>, counts));

  function writeRow(): void {
    sql.exec("INSERT INTO result (seq, body) VALUES (?, ?)", ++shard.seq, body.join("\n"));
    body = [];
    length = 0;
  }
}
