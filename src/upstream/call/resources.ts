// The resources of one request, as the layers see them.
import type { Alarms, Semaphore } from "../../gather/index.ts";
import type { ReadRoom } from "../../streams/read-whole.ts";
import type { Budget } from "./budget.ts";

/** The attributes of a span. */
export type Attributes = Readonly<Record<string, boolean | number | string | undefined>>;

/** The part of the runtime's tracing that calls use. */
export interface Spans {
  enterSpan<T>(name: string, run: (span: { setAttributes(attributes: Attributes): unknown }) => T): T;
}

/** The resources that all calls of a request share. */
export interface Resources {
  /** The start of the request, on the clock of `performance.now()`. */
  readonly startedAt: number;
  /** The end of upstream work, on the same clock. */
  readonly deadlineAt: number;
  /** Slots of calls that wait for headers. */
  readonly slots: Semaphore;
  readonly alarms: Alarms;
  readonly budget: Budget;
  /** The room for bodies that are read whole. */
  readonly bodies: ReadRoom;
  /** The origins that calls and connections may reach. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** The runtime's spans, if this request is traced. */
  readonly tracing: Spans | undefined;
}
