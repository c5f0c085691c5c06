// The texts for a job.
import { writeMs } from "../axis.ts";
import type { JobProgress } from "./job-progress.ts";
import { tellOutcome } from "../words.ts";

/** Describes the state of the job. The sentence changes only with the state, so that screen readers stay quiet. */
export function tellJob({ report }: JobProgress): string {
  if (report === undefined) return "2,000 requests, stored before they are made.";
  const { state, total, settled, byOutcome, tookMs } = report;
  if (state === "cancelling") return "The job is being cancelled.";
  if (tookMs === undefined) return "The job is running. It goes on if you close this page.";
  const took = writeMs(tookMs);
  if (state === "done") return `All ${writeCount(settled)} have a result, after ${took}: ${tellCounts(byOutcome)}.`;
  const ok = writeCount(byOutcome["ok"] ?? 0);
  const ended = state === "cancelled" ? "Cancelled" : `Ended as ${state}`;
  return `${ended} after ${took}: ${ok} of ${writeCount(total)} are ok, and each has a result.`;
}

/** Writes counts: `1,950 ok, 50 http error`. */
export function tellCounts(byOutcome: Readonly<Record<string, number>>): string {
  return Object.entries(byOutcome)
    .map(([outcome, count]) => `${writeCount(count)} ${tellOutcome(outcome)}`)
    .join(", ");
}

/** Writes a number of requests: `2,000`. */
export function writeCount(count: number): string {
  return count.toLocaleString("en");
}

/** Writes the remaining time in seconds or minutes, because it is a guess. */
export function writeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 100 ? `about ${seconds}\u00A0s` : `about ${Math.ceil(seconds / 60)}\u00A0min`;
}
