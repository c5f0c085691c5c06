// A planned request to the Worker, as data.

/** A request, for `fetch` and for `curl`. */
export interface PageRequest {
  readonly method: "GET" | "POST";
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** True if the key is sent along, if there is one. */
  readonly keyed: boolean;
}

/** One run of the tasks. */
export interface PlannedLane {
  readonly title: string;
  /** The run as a line of code. */
  readonly code: string;
  /** The names of the tasks. */
  readonly keys: readonly string[];
  readonly request: PageRequest;
  /** The expected milliseconds, for the axis at the start. */
  readonly expectedMs: number;
  /** From task `from` on, tasks start only after others have ended. `why` says the reason. */
  readonly turn?: { readonly from: number; readonly why: string };
  /** The deadline, if the request sets one. */
  readonly deadlineMs?: number;
}

/** The turn of tasks that run one after the other. */
export const IN_TURN = { from: 1, why: "one runs at a time" } as const;

/** Returns `text` as a whole number, or `undefined` if the Worker would not read it as one. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : undefined;
}
