// The three deliveries of one plan: one document, a line per result, or an event per result. `Accept` decides.
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { NDJSON_SPACE, ndjsonLine, ndjsonTypes } from "../streams/ndjson.ts";
import { sseComment, sseEvent } from "../streams/sse.ts";
import type { TextAnswer } from "../streams/text-answer.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { streamText } from "./stream-text.ts";

/** The media types of deliveries, the default first. Lines are sent with the type that the client asked for. */
export const deliveries = ["application/json", ...ndjsonTypes, "text/event-stream"] as const;

/** A delivery. */
export type Delivery = (typeof deliveries)[number];

/** Sends one part of the answer. Resolves when the client has left or, it seems, received it. */
export type Emit = (type: "progress" | "result" | "summary", data: Record<string, unknown>) => Promise<void>;

/** Returns the delivery for a request, by default JSON. It adds `Vary: Accept` to the answer. */
export function deliveryOf(c: Context): Delivery {
  c.header("Vary", "Accept", { append: true });
  return accepted(c, deliveries);
}

/** Returns the media type that the request accepts, by default the first. HEAD gets the first: it has no stream. */
export function accepted<T extends string>(c: Context, types: readonly [T, ...T[]]): T {
  const [first] = types;
  if (c.req.raw.method === "HEAD") return first;
  return accepts(c, { header: "Accept", supports: [...types], default: first }) as T;
}

/**
 * Returns true if an EventSource reconnects after the end of its stream. It would do so for ever, and run the fan-out
 * each time. Answer with `nothingMore`.
 */
export function comesBack(c: Context, delivery: Delivery): boolean {
  return c.req.method === "GET" && delivery === "text/event-stream" && c.req.header("Last-Event-ID") !== undefined;
}

/** Returns the answer that stops an EventSource. */
export function nothingMore(c: Context): Response {
  return c.body(null, 204, { "Cache-Control": "no-store" });
}

/** Returns the heartbeat of a delivery: a comment, or white space before the JSON of the next line. */
function aliveOf(delivery: Delivery): string {
  return delivery === "text/event-stream" ? sseComment("alive") : NDJSON_SPACE;
}

/** Streams each part that `produce` emits, as a line or an event. An EventSource that reconnects gets 204. */
export function deliver(c: Context<AppEnv>, delivery: Delivery, produce: (emit: Emit) => Promise<void>): TextAnswer {
  if (comesBack(c, delivery)) return nothingMore(c) as TextAnswer;
  let parts = 0;
  return streamText(c, { type: delivery, alive: aliveOf(delivery) }, async function emitAll(write) {
    await produce(async function emit(type, data) {
      // Converted to text only when its turn has come: a body may take six times its bytes as text.
      await write(() =>
        delivery === "text/event-stream" ? sseEvent(type, ++parts, data) : ndjsonLine({ type, ...data }),
      );
    });
  });
}
