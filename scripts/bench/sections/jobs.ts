// What a durable job costs besides its calls: CPU time, rows written, memory, and how soon its status is answered.
import { bundlePath } from "../tools/build-workers.ts";
import type { Row } from "../tools/row.ts";
import { type JobCost, runJob } from "../tools/run-job.ts";
import type { Section } from "../tools/section.ts";
import { bindingsFor } from "../tools/stage.ts";

/** Requests of the job of a full run, and of a quick one. */
const FULL = 100_000;
const QUICK = 20_000;

/** Requests of the jobs that run on request only: calls faked, and real. */
const LARGE = 1_000_000;
const REAL = 20_000;

/** A job whose calls are faked. What is left is the ledger, the queue and Miniflare; the storage is in memory. */
export const jobs: Section = {
  name: "jobs",
  title: "A durable job, calls faked",
  async measure({ effort: { isFull }, lean }) {
    return { rows: rowsOf(await measured(lean, isFull ? FULL : QUICK, true), isFull ? FULL : QUICK, BOUNDS) };
  },
};

/** Jobs that take minutes. */
export const largeJobs: Section = {
  name: "large-jobs",
  title: "Large durable jobs",
  onRequest: true,
  async measure({ lean }) {
    const real = rowsOf(await measured(lean, REAL, false), REAL, {});
    const large = rowsOf(await measured(lean, LARGE, true), LARGE, BOUNDS);
    return { rows: [...titled("real calls: ", real), ...titled("faked: ", large)] };
  },
};

/** CPU time and rows of a request, and how long the status may take. */
const BOUNDS = { cpuMs: { atMost: 0.02 }, rows: { atMost: 0.15 }, statusMs: { atMost: 1_000 } };

function measured(lean: string, count: number, isFaked: boolean): Promise<JobCost> {
  const bindings = { ...bindingsFor(lean), FAKED: String(isFaked) };
  return runJob(bundlePath("jobs"), bindings, { count, url: `${lean}/part0` });
}

function rowsOf(cost: JobCost, count: number, bounds: Partial<typeof BOUNDS>): Row[] {
  const { upload, work, read, rowsWritten, statusMs, peakMb, storedBytes } = cost;
  const each = (what: string, value: number, unit: string, bound?: Row["bound"]): Row => {
    return { what, samples: [value], unit, ...(bound && { bound }) };
  };
  return [
    each("CPU time a request, from its upload to its result", work.cpuMs / count, "ms", bounds.cpuMs),
    each("CPU time a request, to upload it", upload.cpuMs / count, "ms"),
    each("CPU time a request, to read its result", read.cpuMs / count, "ms"),
    each("rows written a request", rowsWritten / count, "rows", bounds.rows),
    each("requests, of which each has one result", count, "requests"),
    each("requests worked through", (count / work.ms) * 1_000, "requests/s"),
    each("status answered, at most", statusMs, "ms", bounds.statusMs),
    each("peak memory of workerd", peakMb, "MB"),
    each("stored a request", storedBytes / count, "bytes"),
  ];
}

function titled(title: string, rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, what: `${title}${row.what}` }));
}
