// One plan, three deliveries: a document at the end, a line per result, or an event per result. `Accept` chooses.
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { NDJSON_SPACE, ndjsonLine, ndjsonTypes } from "../streams/ndjson.ts";
import { sseComment, sseEvent } from "../streams/sse.ts";
import type { TextAnswer } from "../streams/text-answer.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { streamText } from "./stream-text.ts";

/** The types an answer can be delivered as, the default first. Lines are sent as the type that was asked for. */
export const deliveries = ["application/json", ...ndjsonTypes, "text/event-stream"] as const;

/** One of them. */
export type Delivery = (typeof deliveries)[number];

/** Hands over one part of the answer; resolves when the client has taken it, as far as the runtime can tell, or has left. */
export type Emit = (type: "progress" | "result" | "summary", data: Record<string, unknown>) => Promise<void>;

/** The delivery that the request asks for; JSON where it does not say. The answer is marked as depending on it. */
export function deliveryOf(c: Context): Delivery {
  c.header("Vary", "Accept", { append: true });
  return accepted(c, deliveries);
}

/** Which of `types` the request asks for; the first where it does not say, and for HEAD: nobody would read a stream to its end. */
export function accepted<T extends string>(c: Context, types: readonly [T, ...T[]]): T {
  const [first] = types;
  if (c.req.raw.method === "HEAD") return first;
  return accepts(c, { header: "Accept", supports: [...types], default: first }) as T;
}

/**
 * Whether an EventSource asks again because its stream has ended. It repeats that for ever, and each time the fan-out
 * would run again: answer with `nothingMore`.
 */
export function comesBack(c: Context, delivery: Delivery): boolean {
  return c.req.method === "GET" && delivery === "text/event-stream" && c.req.header("Last-Event-ID") !== undefined;
}

/** The answer that makes an EventSource stop. */
export function nothingMore(c: Context): Response {
  return c.body(null, 204, { "Cache-Control": "no-store" });
}

/** The text that a silent stream writes: a comment, or white space that the next line's JSON may begin with. */
function aliveOf(delivery: Delivery): string {
  return delivery === "text/event-stream" ? sseComment("alive") : NDJSON_SPACE;
}

/** Streams what `produce` emits, a line or event each. An EventSource that comes back is answered 204. */
export function deliver(c: Context<AppEnv>, delivery: Delivery, produce: (emit: Emit) => Promise<void>): TextAnswer {
  if (comesBack(c, delivery)) return nothingMore(c) as TextAnswer;
  let parts = 0;
  return streamText(c, { type: delivery, alive: aliveOf(delivery) }, async function emitAll(write) {
    await produce(async function emit(type, data) {
      // Written as text when its turn has come: a body may take six times its bytes as text.
      await write(() =>
        delivery === "text/event-stream" ? sseEvent(type, ++parts, data) : ndjsonLine({ type, ...data }),
      );
    });
  });
}
