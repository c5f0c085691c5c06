// Reads the events of a stream of the Worker. It checks them, because anything may come over the network.
import type { Timing } from "../../upstream/call/timing.ts";
import { type Outcome, outcomes } from "../../upstream/call/outcome.ts";
import { phases, type Progress } from "../../upstream/call/progress.ts";
import { isRecord, type Json } from "./json.ts";

/** A step of a task. */
export interface Step extends Progress {
  readonly type: "progress";
  readonly key: string;
}

/** The end of a task. */
export interface Ended {
  readonly type: "result";
  readonly key: string;
  readonly outcome: Outcome;
  readonly status?: number;
  readonly message?: string;
  readonly timing: Timing;
}

/** The end of the whole run. */
export interface Summed {
  readonly type: "summary";
  readonly complete: boolean;
  readonly elapsedMs: number;
  readonly subrequests: number;
  /** The problem document, if the fan-out failed. */
  readonly problem?: Json;
}

/** An event of the stream. */
export type Happening = Step | Ended | Summed;

/** Reads an event of the stream. Returns `undefined` for any other event. */
export function happeningOf(type: string, data: unknown): Happening | undefined {
  if (!isRecord(data)) return undefined;
  if (type === "summary") return summedOf(data);
  const { key } = data;
  if (typeof key !== "string" && typeof key !== "number") return undefined;
  if (type === "progress") return stepOf(String(key), data);
  return type === "result" ? endedOf(String(key), data) : undefined;
}

function stepOf(key: string, { phase, attempt, atMs }: Json): Step | undefined {
  const known = phases.find((name) => name === phase);
  if (known === undefined || !isNumber(attempt) || !isNumber(atMs)) return undefined;
  return { type: "progress", key, phase: known, attempt, atMs };
}

function endedOf(key: string, { outcome, status, message, timing }: Json): Ended | undefined {
  const known = outcomes.find((name) => name === outcome);
  if (known === undefined || !isTiming(timing)) return undefined;
  return {
    type: "result",
    key,
    outcome: known,
    timing,
    ...(isNumber(status) && { status }),
    ...(typeof message === "string" && { message }),
  };
}

function summedOf({ complete, elapsedMs, subrequests, problem }: Json): Summed | undefined {
  if (!isNumber(elapsedMs) || !isNumber(subrequests)) return undefined;
  const counts = { complete: complete === true, elapsedMs, subrequests };
  return { type: "summary", ...counts, ...(isRecord(problem) && { problem }) };
}

function isTiming(value: unknown): value is Timing {
  if (!isRecord(value)) return false;
  const { startMs, queuedMs, ttfbMs, bodyMs, totalMs, attempts, hedged } = value;
  const given = [startMs, queuedMs, totalMs, attempts].every(isNumber);
  return given && [ttfbMs, bodyMs].every((ms) => ms === null || isNumber(ms)) && typeof hedged === "boolean";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
