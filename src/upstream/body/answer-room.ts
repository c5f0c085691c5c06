// Limits the size of an answer that holds all results. As JSON, a body may take six times its bytes.
import { jsonSize } from "../../streams/json-size.ts";

/** Bytes that an answer may have: a quarter of an isolate's 128 MB. */
export const MAX_ANSWER_BYTES = 33_554_432;

/** Bytes reserved for each result besides its key: enough for a result that is only a message. */
const LEAST_RESULT_BYTES = 1_024;

/** Places of a key in an answer: before its result, in its message, and in the problem's detail. */
const KEY_MENTIONS = 3;

/** The room for all results of a plan. */
export class AnswerRoom {
  #left: number;

  /** Reserves room for the message of each of `keys`, in case its result does not fit. */
  constructor(keys: readonly string[]) {
    this.#left = MAX_ANSWER_BYTES;
    for (const key of keys) this.#left -= LEAST_RESULT_BYTES + KEY_MENTIONS * jsonSize(key);
  }

  /** Takes room for `result`, headers and message included. Returns false if it does not fit. */
  take(result: object): boolean {
    const size = jsonSize(result);
    if (size > this.#left) return false;
    this.#left -= size;
    return true;
  }
}
