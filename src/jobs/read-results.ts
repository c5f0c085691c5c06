// A page of results, walked along the job's log: each line is shown once, in the order in which it became visible.
import { sleep } from "../gather/index.ts";
import { NDJSON_SPACE, ndjsonLine } from "../streams/ndjson.ts";
import type { JobBindings } from "./bindings.ts";
import { isFailure } from "./is-failure.ts";
import { jobNameOf, shardNameOf } from "./job-id.ts";
import { hasEnded } from "./job-status.ts";

/** Rows of the log that are asked for at once. */
const LOG_ROWS = 100;

/**
 * Milliseconds between two questions of a page that follows the job. Each wait ends with something written, so that a
 * client that leaves is noticed.
 */
const EVERY_MS = 500;

/** Who reads which job. */
export interface Reader {
  readonly id: string;
  readonly owner: string;
}

/** The part of the results that a page shows. */
export interface Page {
  /** `next` of the page before; 0 for the first. */
  readonly cursor: number;
  /** Lines after which the page ends. */
  readonly limit: number;
  /** Questions to objects, after which the page ends: each is a subrequest. */
  readonly questions: number;
  /** Only results of requests that failed. @default false */
  readonly failedOnly?: boolean | undefined;
  /** Waits for further results until the job has ended. @default false */
  readonly follow?: boolean | undefined;
}

/**
 * Yields the lines of results after `cursor`, and last one that says where to go on. The page ends with the first row
 * of the log that reaches `limit` lines. A page without its last line is broken: ask for it again.
 *
 * @throws where the job is deleted meanwhile.
 */
export async function* readResults(
  { JOB, SHARD }: JobBindings,
  { id, owner }: Reader,
  { cursor, limit, questions, failedOnly = false, follow = false }: Page,
): AsyncGenerator<string> {
  const job = JOB.getByName(jobNameOf(id) ?? "");
  let shown = 0;
  let asked = 0;
  for (;;) {
    // The last line needs the status: it is asked for before the log, so that an end is never claimed too early.
    const watched = await job.watch(id, owner);
    const rows = await job.log(id, owner, cursor, LOG_ROWS);
    if (rows === undefined || watched === undefined) throw gone(id);
    asked += 2;
    for (const { seq, shard, after, upTo } of rows) {
      if (isFull()) break;
      for (let at = after; at < upTo; asked++) {
        const page = await SHARD.getByName(shardNameOf(id, shard)).page(at, upTo);
        const last = page.at(-1);
        if (last === undefined) throw gone(id);
        for (const { body } of page) {
          const lines = failedOnly ? failuresOf(body) : body;
          if (lines === "") continue;
          shown += lines.split("\n").length;
          yield `${lines}\n`;
        }
        at = last.seq;
      }
      cursor = seq;
    }
    const end = hasEnded(watched.status.state) && watched.seq <= cursor;
    const more = rows.length === LOG_ROWS;
    if (end || isFull() || !(more || follow)) {
      yield ndjsonLine({ next: String(cursor), end });
      return;
    }
    if (more) continue;
    yield NDJSON_SPACE;
    await sleep(EVERY_MS);
  }

  /** Room is kept for the next three questions. */
  function isFull(): boolean {
    return shown >= limit || asked > questions - 3;
  }
}

/** The lines of `body` whose requests failed. */
function failuresOf(body: string): string {
  return body.split("\n").filter(isFailure).join("\n");
}

function gone(id: string): Error {
  return new Error(`job ${id} was deleted while its results were read`);
}
