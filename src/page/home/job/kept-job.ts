// Keeps the watched job in the address, and its last event in the history state. Both survive a reload.
import { isRecord } from "../json.ts";

/** A job, and the id of its last event, or an empty string. */
export interface KeptJob {
  readonly id: string;
  readonly eventId: string;
}

/** The name of the id in the address. */
const PARAMETER = "job";

/** The form of an id. */
const ID = /^[0-9a-f]{24}-[0-9a-f]{8}$/;

/** Stores `job`. `undefined` removes it. */
export function keepJob(job: KeptJob | undefined): void {
  const url = new URL(location.href);
  if (job === undefined) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, job.id);
  history.replaceState(job === undefined ? null : { eventId: job.eventId }, "", url);
}

/** Returns the stored job. */
export function keptJob(): KeptJob | undefined {
  const id = new URL(location.href).searchParams.get(PARAMETER) ?? "";
  const state: unknown = history.state;
  const eventId = isRecord(state) && typeof state["eventId"] === "string" ? state["eventId"] : "";
  return ID.test(id) ? { id, eventId } : undefined;
}
