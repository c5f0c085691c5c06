// What is sent to the Worker, as data.

/** A request, as `fetch` sends it and as `curl` would. */
export interface PageRequest {
  readonly method: "GET" | "POST";
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the key goes along, where there is one. */
  readonly keyed: boolean;
}

/** One run of the tasks. */
export interface PlannedLane {
  readonly title: string;
  /** The same as a line of code. */
  readonly code: string;
  /** The names of its tasks. */
  readonly keys: readonly string[];
  readonly request: PageRequest;
  /** Milliseconds it is expected to take; how the axis begins. */
  readonly expectedMs: number;
  /** Why tasks from the one with this index on begin only when others have ended. */
  readonly turn?: { readonly from: number; readonly why: string };
  /** When it is cut off, where it says so itself. */
  readonly deadlineMs?: number;
}

/** The turn of tasks that run one after the other. */
export const IN_TURN = { from: 1, why: "one runs at a time" } as const;

/** Whether the Worker would take `text` for a whole number, and which. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : undefined;
}
