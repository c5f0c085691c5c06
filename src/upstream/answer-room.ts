// How large an answer may become that holds all results. Written, a body may take six times the bytes that it came in.
import { jsonSize } from "../streams/json-size.ts";

/** Bytes that an answer may have: a quarter of an isolate's 128 MB. */
export const MAX_ANSWER_BYTES = 33_554_432;

/** Bytes kept back for each result besides its key: what one takes that has no room, commas and quotes included. */
const LEAST_RESULT_BYTES = 1_024;

/** How often a result's key may stand in an answer: before the result, in its message, and in the problem's detail. */
const KEY_MENTIONS = 3;

/** The room for the results of a plan in one answer. */
export class AnswerRoom {
  #left: number;

  /** `keys` of all results, so that there is room for each of them even if it can only say that it has none. */
  constructor(keys: readonly string[]) {
    this.#left = MAX_ANSWER_BYTES;
    for (const key of keys) this.#left -= LEAST_RESULT_BYTES + KEY_MENTIONS * jsonSize(key);
  }

  /** Takes room for `result`, headers and message included. Returns false where it has none. */
  take(result: object): boolean {
    const size = jsonSize(result);
    if (size > this.#left) return false;
    this.#left -= size;
    return true;
  }
}
