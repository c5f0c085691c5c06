// Reads a body whole as part of its try: a body that breaks is a failure like a connection that breaks before the
// headers.
import { type BreakerPolicy, judgeBody } from "./breaker.ts";
import type { Answer, Call, Fetch } from "../call/fetch.ts";
import type { BodyRoom } from "../body/body-room.ts";
import { readBody } from "../body/read-body.ts";

/** Limits of a body that is read whole, and the breaker that learns its end. */
export interface WholeBodyPolicy {
  readonly maxBytes: number;
  /** The room for all bodies of the request. */
  readonly room: BodyRoom;
  /** `undefined`: the call bypasses the breaker. */
  readonly breaker: BreakerPolicy | undefined;
}

/**
 * Reads the body of `answer` to its end, into `answer.bytes`. Notes the status in the call's trace, for the error of a
 * body that breaks. The breaker learns how the body ended.
 *
 * @throws what `readBody` throws.
 */
export async function readWhole(
  answer: Answer,
  call: Call,
  { maxBytes, room, breaker }: WholeBodyPolicy,
): Promise<void> {
  call.trace.status = answer.response.status;
  try {
    answer.bytes = await readBody(answer, call.upstream, maxBytes, room);
    if (breaker !== undefined) judgeBody(breaker, answer, call);
  } catch (reason) {
    if (breaker !== undefined) judgeBody(breaker, answer, call, { reason });
    throw reason;
  }
}

/** Gives an answer that was read whole a response with a fresh body, for a layer above that may read or replace it. */
export function withBodyAnew(next: Fetch, room: BodyRoom): Fetch {
  return async function rewound(request, call) {
    const { response, bytes = new Uint8Array(), signal } = await next(request, call);
    // The next reader counts them again.
    room.drop(bytes.byteLength);
    const { status, headers } = response;
    const again = new Response(bytes.byteLength === 0 ? null : bytes, { status, headers });
    return { response: again, signal, release };
  };
}

function release(): void {}
