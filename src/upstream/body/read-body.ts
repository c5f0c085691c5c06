// Reads a whole body, within its clock and its room.
import { LimitOverrunError } from "../../streams/limit-overrun-error.ts";
import { type ReadRoom, readWhole } from "../../streams/read-whole.ts";
import { NoRoomError } from "./body-room.ts";
import type { Answer } from "../call/fetch.ts";
import { UpstreamError } from "../call/outcome.ts";

/**
 * Reads the body of `answer` to its end and releases the answer. A body over `maxBytes`, decompressed, or without
 * room is cancelled. If it declares its length, its room is taken before it is read, so that other reads see it.
 *
 * @throws `UpstreamError` with outcome `too_large`; the reason of the answer's signal; what reading rejects with.
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

/** The error of a body over its cap. */
export function tooLarge(upstream: string, maxBytes: number): UpstreamError {
  return new UpstreamError(upstream, "body_limit", `answered with more than the ${maxBytes} bytes that it may have`);
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
    // Without a look at the body, which would make a stream of it.
    const whole = new Uint8Array(await response.arrayBuffer());
    // An answer to HEAD declares a body that it does not have. A custom layer may make an answer with more than it
    // declares.
    room.drop(kept - whole.byteLength);
    kept = whole.byteLength;
    if (kept > maxBytes) throw new LimitOverrunError("no end of the body", maxBytes);
    return whole;
  } catch (reason) {
    room.drop(kept);
    if (response.bodyUsed) throw reason;
    // It was refused for the length that it declares. An answer to HEAD has no body, whatever it declares.
    if (response.body === null) return new Uint8Array();
    await response.body.cancel();
    throw reason;
  }
}

/** Returns the declared length. That of a compressed body says little about its size. */
function declaredLength(headers: Headers): number | undefined {
  if (headers.has("Content-Encoding")) return undefined;
  const length = headers.get("Content-Length");
  return length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}
