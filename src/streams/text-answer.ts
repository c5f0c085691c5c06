// The type of a streamed answer, for typed clients.
import type { TypedResponse } from "hono";

/**
 * A streamed answer, which a client reads as text. In a union with a JSON answer, it leaves the JSON type unchanged.
 */
export type TextAnswer = Response & TypedResponse<string, 200, "text">;
