// A shard's results, as they were written.
import { hasTable } from "./shard-schema.ts";

/** Characters of results in one answer: what an RPC carries, many times over, and what a reader holds. */
const MAX_PAGE_LENGTH = 4_000_000;

/** A row of results: NDJSON lines, without the last line's end. */
export interface ResultRow extends Record<string, SqlStorageValue> {
  readonly seq: number;
  readonly body: string;
}

/** Rows after number `after` up to `upTo`, as many as fit into one answer, at least one. */
export function readPage(sql: SqlStorage, after: number, upTo: number): ResultRow[] {
  if (!hasTable(sql, "result")) return [];
  const rows: ResultRow[] = [];
  let length = 0;
  for (const row of sql.exec<ResultRow>("SELECT * FROM result WHERE seq > ? AND seq <= ? ORDER BY seq", after, upTo)) {
    if (rows.length > 0 && length + row.body.length > MAX_PAGE_LENGTH) break;
    rows.push(row);
    length += row.body.length;
  }
  return rows;
}
