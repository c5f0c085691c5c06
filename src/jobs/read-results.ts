// A page of results, walked along the job's log: each line is shown once, in the order in which it became visible.
import { ndjsonLine } from "../streams/ndjson.ts";
import type { JobBindings } from "./bindings.ts";
import { jobNameOf, shardNameOf } from "./job-id.ts";
import { hasEnded } from "./job-status.ts";

/** Rows of the log that are asked for at once. */
const LOG_ROWS = 100;

/** Reads from shards in one page: each is a subrequest, of which the free plan has fifty. */
const MAX_READS = 40;

/** Who reads which job. */
export interface Reader {
  readonly id: string;
  readonly owner: string;
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
  cursor: number,
  limit: number,
): AsyncGenerator<string> {
  const job = JOB.getByName(jobNameOf(id) ?? "");
  let lines = 0;
  let reads = 0;
  let more = true;
  while (more) {
    const rows = await job.log(id, owner, cursor, LOG_ROWS);
    if (rows === undefined) throw gone(id);
    for (const { seq, shard, after, upTo } of rows) {
      more = lines < limit && reads < MAX_READS;
      if (!more) break;
      for (let at = after; at < upTo; reads++) {
        const page = await SHARD.getByName(shardNameOf(id, shard)).page(at, upTo);
        const last = page.at(-1);
        if (last === undefined) throw gone(id);
        for (const { body } of page) {
          lines += body.split("\n").length;
          yield `${body}\n`;
        }
        at = last.seq;
      }
      cursor = seq;
    }
    more &&= rows.length === LOG_ROWS;
  }
  const watched = await job.watch(id, owner);
  if (watched === undefined) throw gone(id);
  yield ndjsonLine({ next: String(cursor), end: hasEnded(watched.status.state) && watched.seq <= cursor });
}

function gone(id: string): Error {
  return new Error(`job ${id} was deleted while its results were read`);
}
