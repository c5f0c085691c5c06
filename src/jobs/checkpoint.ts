// A consumer reports each second and at its end: results, and requests to try later.
import { type ChunkLine, readLines, writeLines } from "./chunk-line.ts";
import type { Moment } from "./moment.ts";
import { laneIsShared } from "./lane.ts";
import { type Settled, settle } from "./settle.ts";
import {
  type ChunkRow,
  CLAIMED,
  readChunk,
  readShard,
  saveShard,
  SENT,
  type ShardRow,
  WAITING,
} from "./shard-schema.ts";
import { insertChunk, unreported } from "./unreported.ts";

/** A request that is to be tried later. */
export interface PutOff {
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** True if it was tried. A request is tried a limited number of times. */
  readonly tried: boolean;
}

/** A consumer's report. */
export interface Report {
  readonly results: readonly Settled[];
  readonly later: readonly PutOff[];
  /** Until when the lane's upstream asked to be left alone; 0 where it did not. */
  readonly pausedUntil: number;
  /** True if the consumer has finished its claim. */
  readonly over: boolean;
}

/** The ledger's answer to a report. */
export interface Answer {
  /** Go on with what it has claimed. */
  readonly go: boolean;
  /** Claim the rest of the same chunk, without another message. */
  readonly more: boolean;
  /** Start nothing before that time. */
  readonly pausedUntil: number;
}

const STOP: Answer = { go: false, more: false, pausedUntil: 0 };

/**
 * Takes in a report on `chunk`. A report of a consumer whose claim is over counts as far as its requests are still
 * open there: the first result of a request is the one that stays. Reporting the same again changes nothing.
 */
export function checkpoint(sql: SqlStorage, moment: Moment, id: number, token: number, report: Report): Answer {
  const shard = readShard(sql);
  const chunk = shard === undefined ? undefined : readChunk(sql, id);
  if (shard === undefined || chunk === undefined) return STOP;
  const holds = chunk.state === CLAIMED && chunk.token === token;
  const lines = readLines(chunk.left);
  const open = new Map(lines.map((line) => [line.index, line]));
  const results = report.results.filter(({ index }) => open.delete(index));
  const later = holds ? report.later.filter(({ index }) => open.delete(index)) : [];
  settle(sql, shard, results);
  putOff(sql, shard, chunk, later, lines);
  if (report.pausedUntil > 0 && !laneIsShared(chunk.lane))
    sql.exec("UPDATE lane SET pausedUntil = max(pausedUntil, ?) WHERE name = ?", report.pausedUntil, chunk.lane);

  const left = open.size === lines.length ? lines : lines.filter(({ index }) => open.has(index));
  const taken = lines.slice(0, chunk.taken).filter(({ index }) => open.has(index)).length;
  const more = holds && report.over && goesOn(left.length);
  if (left.length === 0) sql.exec("DELETE FROM chunk WHERE id = ?", id);
  else if (!holds || !report.over) extend();
  else if (taken > 0 || shard.ending !== null)
    unreported(sql, shard, { ...chunk, taken, lines: left.length, left: writeLines(left) });
  else release();
  if (results.length + later.length > 0 || (holds && report.over)) saveShard(sql, shard);
  const { pausedUntil } = sql
    .exec<{ pausedUntil: number }>("SELECT pausedUntil FROM lane WHERE name = ?", chunk.lane)
    .one();
  return { go: holds && shard.ending === null, more, pausedUntil };

  /** Returns true if the rest of the chunk can be claimed now. With a rate, the pump decides instead. */
  function goesOn(rest: number): boolean {
    return shard?.ending === null && taken === 0 && rest > 0 && shard.everyMs === 0;
  }

  function extend(): void {
    const { now, leaseMs } = moment;
    const due = holds ? now + leaseMs : (chunk?.due ?? 0);
    // A lease that is still long is not worth a row.
    if (left === lines && due - (chunk?.due ?? 0) < leaseMs / 4) return;
    sql.exec(
      "UPDATE chunk SET taken = ?, due = ?, lines = ?, left = ? WHERE id = ?",
      taken,
      due,
      left.length,
      writeLines(left),
      id,
    );
  }

  function release(): void {
    const { now, leaseMs } = moment;
    sql.exec(
      "UPDATE chunk SET state = ?, attempt = 0, taken = 0, due = ?, lines = ?, left = ? WHERE id = ?",
      more ? SENT : WAITING,
      more ? now + leaseMs : 0,
      left.length,
      writeLines(left),
      id,
    );
  }
}

/** Puts `later` into chunks of their own: one for each second in which some are due. */
function putOff(
  sql: SqlStorage,
  shard: ShardRow,
  chunk: ChunkRow,
  later: readonly PutOff[],
  lines: readonly ChunkLine[],
): void {
  const byTime = Map.groupBy(later, ({ at, tried }) => Math.ceil(at / 1_000) * 2 + Number(tried));
  for (const group of byTime.values()) {
    const due = Math.max(...group.map(({ at }) => at));
    const indexes = new Set(group.map(({ index }) => index));
    const putOffs = chunk.putOffs + Number(group[0]?.tried);
    const moved = lines.filter(({ index }) => indexes.has(index));
    insertChunk(sql, shard, { ...chunk, putOffs }, moved, due);
  }
}
