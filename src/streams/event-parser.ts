// Turns lines into server-sent events, as the HTML standard says:
// https://html.spec.whatwg.org/multipage/server-sent-events.html
import { SizeLimitError } from "./size-limit-error.ts";

/** Default limit of an event. A whole body has the same default. */
export const MAX_EVENT_BYTES = 1_048_576;

/**
 * The longest delay of a timer, in milliseconds. Runtimes fire a longer one at once: a client would reconnect without a
 * pause.
 */
const MAX_RETRY_MS = 2_147_483_647;

/** One server-sent event, as an `EventSource` dispatches it. */
export interface ServerSentEvent {
  /** The event's name. Without an `event` field it is `message`. */
  readonly type: string;
  /** Its `data` fields, joined by LF. */
  readonly data: string;
  /** The last id that the stream has set so far. Empty at first. */
  readonly id: string;
  /** The last reconnection time that the stream has set so far, in milliseconds. */
  readonly retry?: number;
}

/**
 * Takes lines and returns events. It drops blocks without `data`, unknown fields and comments, as the standard says.
 */
export class EventParser {
  readonly #maxEventBytes: number;
  #type = "";
  /** The values of the `data` fields, each followed by LF. */
  #data = "";
  #id = "";
  #retry: number | undefined;
  #eventBytes = 0;
  #line = 0;

  constructor(maxEventBytes: number = MAX_EVENT_BYTES) {
    this.#maxEventBytes = maxEventBytes;
  }

  /**
   * Takes a line without its end. Returns the event that the line completes, if it does. `bytes` is the size of the
   * line.
   *
   * @throws {SizeLimitError} when the lines of one event exceed the limit. Comments and line ends do not count.
   */
  take(line: string, bytes: number = line.length): ServerSentEvent | undefined {
    this.#line++;
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    if (colon === 0) return undefined;
    this.#eventBytes += bytes;
    if (this.#eventBytes > this.#maxEventBytes)
      throw new SizeLimitError(`the event at line ${this.#line}`, this.#maxEventBytes);
    if (colon === -1) this.#set(line, "");
    else this.#set(line.slice(0, colon), line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1));
    return undefined;
  }

  #set(field: string, value: string): void {
    if (field === "data") this.#data += `${value}\n`;
    else if (field === "event") this.#type = value;
    else if (field === "id") {
      if (!value.includes("\0")) this.#id = value;
    } else if (field === "retry" && /^[0-9]+$/.test(value)) this.#retry = Math.min(Number(value), MAX_RETRY_MS);
  }

  #dispatch(): ServerSentEvent | undefined {
    const data = this.#data;
    const type = this.#type === "" ? "message" : this.#type;
    this.#type = this.#data = "";
    this.#eventBytes = 0;
    if (data === "") return undefined;
    const event = { type, data: data.slice(0, -1), id: this.#id };
    return this.#retry === undefined ? event : { ...event, retry: this.#retry };
  }
}
