// Reads the document of a job. It checks it, because anything may come over the network.
import { isRecord } from "../json.ts";

/** The members of the document that the page shows. */
export interface JobReport {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  /** Requests that have a result. */
  readonly settled: number;
  readonly byOutcome: Readonly<Record<string, number>>;
  /** Milliseconds from the start of the job to its end. `undefined` before the end. */
  readonly tookMs: number | undefined;
}

/** Reads the document. Returns `undefined` for anything else. */
export function jobReportOf(data: unknown): JobReport | undefined {
  if (!isRecord(data)) return undefined;
  const { id, state, total, settled, byOutcome, createdAt, endedAt } = data;
  if (typeof id !== "string" || typeof state !== "string" || !isCount(total) || !isCount(settled)) return undefined;
  const counts = Object.entries(isRecord(byOutcome) ? byOutcome : {}).filter((entry): entry is [string, number] =>
    isCount(entry[1]),
  );
  const tookMs = typeof endedAt === "string" ? Date.parse(endedAt) - Date.parse(String(createdAt)) : undefined;
  return { id, state, total, settled, byOutcome: Object.fromEntries(counts), tookMs };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
