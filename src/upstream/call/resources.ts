// What one request may spend on its calls, as the layers see it.
import type { Alarms, Semaphore } from "../../gather/index.ts";
import type { ReadRoom } from "../../streams/read-whole.ts";
import type { Budget } from "./budget.ts";

/** What a span says besides its name and its time. */
export type Attributes = Readonly<Record<string, boolean | number | string | undefined>>;

/** The runtime's spans, as far as calls use them. */
export interface Spans {
  enterSpan<T>(name: string, run: (span: { setAttributes(attributes: Attributes): unknown }) => T): T;
}

/** What all calls of a request share. */
export interface Resources {
  /** When the request came in, on the clock of `performance.now()`. */
  readonly startedAt: number;
  /** When upstream work must be over, on the same clock. */
  readonly deadlineAt: number;
  /** Places of calls that wait for headers. */
  readonly slots: Semaphore;
  readonly alarms: Alarms;
  readonly budget: Budget;
  /** The room for bodies that are read whole. */
  readonly bodies: ReadRoom;
  /** Where calls and connections may lead. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** The runtime's spans, if somebody traces this request. */
  readonly tracing: Spans | undefined;
}
