// What a typed client is told of an answer that is streamed.
import type { TypedResponse } from "hono";

/** A streamed answer, which a client reads as text. Beside one of JSON in a handler's type, it leaves that one's type as it is. */
export type TextAnswer = Response & TypedResponse<string, 200, "text">;
