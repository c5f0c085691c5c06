// Reads a whole body, within its time and its room.
import { LimitOverrunError } from "../../streams/limit-overrun-error.ts";
import { type ReadRoom, readWhole } from "../../streams/read-whole.ts";
import { NoRoomError } from "./body-room.ts";
import type { Answer } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";

/**
 * Reads the body of `answer` to its end and releases the answer. A body over `maxBytes` (decompressed), or without
 * room, is cancelled. If the body declares its length, its room is taken before the read, so that other reads see it.
 *
 * @throws {UpstreamError} with outcome `too_large`.
 * @throws The reason of the answer's signal, or the error of the body.
 */
export async function readBody(
  answer: Answer,
  upstream: string,
  maxBytes: number,
  room: ReadRoom,
): Promise<Uint8Array<ArrayBuffer>> {
  const { response, signal } = answer;
  try {
    const declared = declaredLength(response.headers);
    if (declared !== undefined) return await readDeclared(response, declared, maxBytes, room);
    const body = response.body as ReadableStream<Uint8Array> | null;
    return body === null ? new Uint8Array() : await readWhole(body, maxBytes, room);
  } catch (reason) {
    if (signal.aborted) throw signal.reason;
    if (reason instanceof LimitOverrunError) throw tooLarge(upstream, maxBytes);
    throw reason instanceof NoRoomError ? new UpstreamError(upstream, reason.reason, reason.message) : reason;
  } finally {
    answer.release();
  }
}

/** Returns the error of a body over its limit. */
export function tooLarge(upstream: string, maxBytes: number): UpstreamError {
  return new UpstreamError(upstream, "body_limit", `answered with more than ${maxBytes} bytes`);
}

async function readDeclared(
  response: Response,
  declared: number,
  maxBytes: number,
  room: ReadRoom,
): Promise<Uint8Array<ArrayBuffer>> {
  let kept = 0;
  try {
    if (declared > maxBytes) throw new LimitOverrunError("no end of the body", maxBytes);
    room.keep(declared);
    kept = declared;
    // `response.body` is not touched: that would turn the body into a stream.
    const whole = new Uint8Array(await response.arrayBuffer());
    // An answer to HEAD declares a body that it does not have. A custom layer may return more than it declares.
    room.drop(kept - whole.byteLength);
    kept = whole.byteLength;
    if (kept > maxBytes) throw new LimitOverrunError("no end of the body", maxBytes);
    return whole;
  } catch (reason) {
    room.drop(kept);
    if (response.bodyUsed) throw reason;
    // The declared length was too large. An answer to HEAD has no body in spite of its length.
    if (response.body === null) return new Uint8Array();
    await response.body.cancel();
    throw reason;
  }
}

/** Returns the declared length. The length of a compressed body says little about its size. */
function declaredLength(headers: Headers): number | undefined {
  if (headers.has("Content-Encoding")) return undefined;
  const length = headers.get("Content-Length");
  return length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}
