// Reads from the Worker who may use it, its limits, and whether it has local upstreams.
import { isRecord } from "./json.ts";

/** The members that the page needs. */
export interface About {
  readonly access: "open" | "key" | "closed";
  readonly maxDeadlineMs: number;
  readonly slots: number;
  readonly jobs: boolean;
  readonly localUpstreams?: string;
}

/** Defaults for a Worker that does not answer. */
export const unknownAbout: About = { access: "key", maxDeadlineMs: 30_000, slots: 6, jobs: false };

/** Asks the Worker. Resolves to the defaults if it does not answer. */
export async function readAbout(): Promise<About> {
  try {
    const response = await fetch("/about");
    const answer: unknown = await response.json();
    return response.ok && isRecord(answer) ? { ...unknownAbout, ...(answer as Partial<About>) } : unknownAbout;
  } catch {
    return unknownAbout;
  }
}
