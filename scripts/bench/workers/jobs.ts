// The project's jobs, with a count of the rows that they write. With `FAKED` no call is made: what is left is the
// ledger.
import { createApp } from "../../../src/app.ts";
import { jobBindingsOf } from "../../../src/jobs/bindings.ts";
import type { JobBindings } from "../../../src/jobs/bindings.ts";
import { consume, type RunChunk } from "../../../src/jobs/consume.ts";
import { jobConsumer } from "../../../src/jobs/consume-jobs.ts";
import { Job as PlainJob } from "../../../src/jobs/job.ts";
import { resultLine } from "../../../src/jobs/result-line.ts";
import { Shard as PlainShard } from "../../../src/jobs/shard.ts";

let rowsWritten = 0;
let counts = false;

/** Counts what every object of this isolate writes, alarms included: by its prototypes, once. */
function countRows({ storage }: DurableObjectState): void {
  if (counts) return;
  counts = true;
  const sql = Object.getPrototypeOf(storage.sql) as SqlStorage;
  const exec = methodOf<(this: SqlStorage, query: string, ...values: SqlStorageValue[]) => AnyCursor>(sql, "exec");
  sql.exec = function counted(this: SqlStorage, query: string, ...values: SqlStorageValue[]) {
    const cursor = exec.call(this, query, ...values);
    if (/^\s*(INSERT|UPDATE|DELETE)/.test(query)) rowsWritten += (cursor.toArray(), cursor.rowsWritten);
    return cursor;
  } as SqlStorage["exec"];
  const alarms = Object.getPrototypeOf(storage) as DurableObjectStorage;
  const setAlarm = methodOf<(this: DurableObjectStorage, at: number | Date) => Promise<void>>(alarms, "setAlarm");
  alarms.setAlarm = function counted(this: DurableObjectStorage, at: number | Date) {
    rowsWritten++;
    return setAlarm.call(this, at);
  };
}

type AnyCursor = SqlStorageCursor<Record<string, SqlStorageValue>>;

function methodOf<Method>(prototype: object, name: string): Method {
  return Object.getOwnPropertyDescriptor(prototype, name)?.value as Method;
}

export class Job extends PlainJob {
  constructor(state: DurableObjectState, env: JobBindings) {
    countRows(state);
    super(state, env);
  }
}

export class Shard extends PlainShard {
  constructor(state: DurableObjectState, env: JobBindings) {
    countRows(state);
    super(state, env);
  }
}

/** A result as an upstream of a few hundred bytes gives it. */
const RESULT = {
  outcome: "ok",
  status: 200,
  headers: { "content-type": "application/json", "content-length": "112" },
  body: { name: "part", values: Array.from({ length: 20 }, (_, index) => index * 37) },
  timing: { startMs: 1, queuedMs: 0, ttfbMs: 20, bodyMs: 1, totalMs: 21, attempts: 1, hedged: false },
};

/** Reports every request as done. */
const fake: RunChunk = (claim, send) =>
  send({ results: claim.lines.map((line) => resultLine(line, RESULT)), later: [], pausedUntil: 0, over: true });

const app = createApp();
const consumeJobs = jobConsumer();

export default {
  fetch: (request, env, context) =>
    request.url.endsWith("/rows-written") ? Response.json(rowsWritten) : app.fetch(request, env, context),
  async queue(batch, env, context) {
    const bindings = jobBindingsOf(env);
    if ((env as { readonly FAKED?: string }).FAKED !== "true" || bindings === undefined)
      return consumeJobs(batch, env, context);
    await consume(batch, bindings.SHARD, fake);
  },
} satisfies ExportedHandler<Env>;
