// The queue's messages: pointers to chunks. Nothing is lost with a message.
import * as z from "zod";

/** The version of messages that this code writes, and of what consumers and shards tell each other. */
export const PROTOCOL = 1;

const Message = z.object({
  v: z.literal(PROTOCOL),
  /** The shard's name. */
  shard: z.string(),
  chunk: z.int(),
});

/** A hint that a chunk is ready. */
export type Message = z.output<typeof Message>;

/** Reads a message; `undefined` for one of another version: its shard sends it again to a consumer that knows it. */
export function parseMessage(body: unknown): Message | undefined {
  return Message.safeParse(body).data;
}
