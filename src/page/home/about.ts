// What this Worker says of itself: who may use it, its limits, and whether there are upstreams that behave as they are told.
import { isRecord } from "./json.ts";

/** As much of it as the page needs. */
export interface About {
  readonly access: "open" | "key" | "closed";
  readonly maxDeadlineMs: number;
  readonly slots: number;
  readonly jobs: boolean;
  readonly localUpstreams?: string;
}

/** What is assumed of a Worker that says nothing. */
export const unknownAbout: About = { access: "key", maxDeadlineMs: 30_000, slots: 6, jobs: false };

/** Asks it; resolves to what is assumed where it does not say. */
export async function readAbout(): Promise<About> {
  try {
    const response = await fetch("/about");
    const said: unknown = await response.json();
    return response.ok && isRecord(said) ? { ...unknownAbout, ...(said as Partial<About>) } : unknownAbout;
  } catch {
    return unknownAbout;
  }
}
