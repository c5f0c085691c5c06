// The rate and the remaining time of a job. It does not depend on the page.
import type { JobReport } from "./job-report.ts";

/** Milliseconds for the rate: a few reports, which come each second. */
const WINDOW_MS = 5_000;

interface Sample {
  readonly atMs: number;
  readonly settled: number;
}

/** The progress of one job, from its reports. */
export class JobProgress {
  #samples: readonly Sample[] = [];
  #report: JobReport | undefined;

  /** The last report. */
  get report(): JobReport | undefined {
    return this.#report;
  }

  get hasEnded(): boolean {
    return this.#report?.tookMs !== undefined;
  }

  /** Takes a report that came at `atMs`, on any clock that only goes forward. */
  take(report: JobReport, atMs: number): void {
    this.#report = report;
    const recent = this.#samples.filter((sample) => sample.atMs >= atMs - WINDOW_MS);
    this.#samples = [...recent, { atMs, settled: report.settled }];
  }

  /** Results per second: of the last seconds while the job runs, of the whole job after its end. */
  get perSecond(): number | undefined {
    const { settled = 0, tookMs } = this.#report ?? {};
    if (tookMs !== undefined) return rateOf(settled, tookMs);
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    return rateOf(last.settled - first.settled, last.atMs - first.atMs);
  }

  /** Milliseconds until the end at that rate. `undefined` while it is not known. */
  get leftMs(): number | undefined {
    const { perSecond } = this;
    if (this.#report === undefined || this.hasEnded || perSecond === undefined || perSecond === 0) return undefined;
    return ((this.#report.total - this.#report.settled) / perSecond) * 1_000;
  }
}

function rateOf(count: number, ms: number): number | undefined {
  return ms > 0 ? (count / ms) * 1_000 : undefined;
}
