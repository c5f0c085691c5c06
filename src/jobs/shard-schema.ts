// A shard's tables: chunks of open requests, and results.
import type { Ending } from "./job-status.ts";

/** The version of the rows that this code writes. Rows of a later one are left alone. */
export const SHARD_VERSION = 1;

/** `filling` until the upload is complete, `stopping` when what is left is not wanted any more. */
export type ShardState = "filling" | "running" | "stopping";

/** The only row of table `shard`. */
export interface ShardRow extends Record<string, SqlStorageValue> {
  readonly v: number;
  readonly job: string;
  /** Its number in the job. */
  readonly id: number;
  state: ShardState;
  ending: Ending | null;
  /**
   * This shard's share of the job's limits: calls under way for a lane, milliseconds between two starts in a lane,
   * chunks out at once.
   */
  concurrency: number;
  everyMs: number;
  maxOut: number;
  readonly maxBodyBytes: number;
  nextChunk: number;
  /** The number of the last row of `result`. */
  seq: number;
  settled: number;
  /** `Counts`, in JSON. */
  counts: string;
  /** The last `seq` that the job has confirmed. */
  sentSeq: number;
}

/** `waiting -pump-> sent -claim-> claimed`; a chunk whose last line is settled is deleted. */
export const WAITING = 0;
export const SENT = 1;
export const CLAIMED = 2;

/** A row of table `chunk`. */
export interface ChunkRow extends Record<string, SqlStorageValue> {
  readonly id: number;
  readonly state: number;
  /** Claims that were not reported on. */
  readonly attempt: number;
  /** Messages that nothing claimed: each lease is twice as long as the one before. */
  readonly sends: number;
  /** The number of times that its lines were put off. */
  readonly putOffs: number;
  /** When it may be sent, or when the lease of its message or claim is over: milliseconds since 1970. */
  readonly due: number;
  /** Whose limits hold for it: an origin, or a number that several origins share. */
  readonly lane: string;
  /** 1 where its requests must not be sent twice. */
  readonly once: number;
  /** Calls that it may have under way while it is sent or claimed. */
  readonly slots: number;
  /** The number of lines, from the first, that a consumer holds. */
  readonly taken: number;
  /** Which claim holds it. */
  readonly token: number;
  readonly lines: number;
  /** The lines that are not settled. */
  readonly left: string;
}

/** Makes the tables. Called by what writes first, so that an object that is only asked stays empty. */
export function createShardTables(sql: SqlStorage): void {
  sql.exec(`CREATE TABLE IF NOT EXISTS shard (
    one INTEGER PRIMARY KEY CHECK (one = 1), v INTEGER NOT NULL, job TEXT NOT NULL, id INTEGER NOT NULL, state TEXT NOT NULL, ending TEXT,
    concurrency INTEGER NOT NULL DEFAULT 0, everyMs REAL NOT NULL DEFAULT 0, maxOut INTEGER NOT NULL DEFAULT 0, maxBodyBytes INTEGER NOT NULL,
    nextChunk INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0,
    counts TEXT NOT NULL DEFAULT '{}', sentSeq INTEGER NOT NULL DEFAULT 0) STRICT`);
  sql.exec(`CREATE TABLE IF NOT EXISTS chunk (
    id INTEGER PRIMARY KEY, state INTEGER NOT NULL DEFAULT ${WAITING}, attempt INTEGER NOT NULL DEFAULT 0, sends INTEGER NOT NULL DEFAULT 0,
    putOffs INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0, lane TEXT NOT NULL, once INTEGER NOT NULL,
    slots INTEGER NOT NULL DEFAULT 0, taken INTEGER NOT NULL DEFAULT 0, token INTEGER NOT NULL DEFAULT 0, lines INTEGER NOT NULL,
    left TEXT NOT NULL) STRICT`);
  sql.exec("CREATE INDEX IF NOT EXISTS chunk_due ON chunk (state, lane, due)");
  sql.exec("CREATE TABLE IF NOT EXISTS result (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT");
  sql.exec(`CREATE TABLE IF NOT EXISTS lane (
    name TEXT PRIMARY KEY, nextAt INTEGER NOT NULL DEFAULT 0, pausedUntil INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID`);
}

/** Tables that an object is known to have: asking SQLite before each transition cost a tenth of the ledger's time. */
const known = new WeakMap<SqlStorage, Set<string>>();

/** Returns true if the object has table `name`. */
export function hasTable(sql: SqlStorage, name: string): boolean {
  const names = known.get(sql) ?? new Set<string>();
  if (names.has(name)) return true;
  const there = sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", name).toArray().length > 0;
  if (there) known.set(sql, names.add(name));
  return there;
}

/** Forgets which tables the object has, because they are deleted. */
export function forgetTables(sql: SqlStorage): void {
  known.delete(sql);
}

/** The row of the shard; `undefined` for one that holds nothing. */
export function readShard(sql: SqlStorage): ShardRow | undefined {
  if (!hasTable(sql, "shard")) return undefined;
  return sql.exec<ShardRow>("SELECT * FROM shard").toArray()[0];
}

/** Writes the row back. */
export function saveShard(sql: SqlStorage, shard: ShardRow): void {
  const { state, ending, concurrency, everyMs, maxOut, nextChunk, seq, settled, counts, sentSeq } = shard;
  sql.exec(
    `UPDATE shard SET state = ?, ending = ?, concurrency = ?, everyMs = ?, maxOut = ?, nextChunk = ?, seq = ?, settled = ?, counts = ?, sentSeq = ?`,
    state,
    ending,
    concurrency,
    everyMs,
    maxOut,
    nextChunk,
    seq,
    settled,
    counts,
    sentSeq,
  );
}

/** The row of a chunk; `undefined` for one that is over. */
export function readChunk(sql: SqlStorage, id: number): ChunkRow | undefined {
  return sql.exec<ChunkRow>("SELECT * FROM chunk WHERE id = ?", id).toArray()[0];
}
