// A handler's own server-sent events, as a generator yields them.
import type { Context } from "hono";
import type { AppEnv } from "../middleware/scope.ts";
import { problemDocument } from "../problems/problem.ts";
import { toProblem } from "../problems/to-problem.ts";
import { sseComment, sseEvent } from "../streams/sse.ts";
import type { TextAnswer } from "../streams/text-answer.ts";
import type { CallContext } from "../upstream/request/call-context.ts";
import { comesBack, nothingMore } from "./deliver.ts";
import { streamText } from "./stream-text.ts";

/** One event: its name, and its data, which is written as JSON. */
export interface StreamedEvent {
  readonly event: string;
  readonly data: unknown;
}

const TYPE = "text/event-stream";

/**
 * Answers with the events that `events` yields, at once and no faster than the client reads. A client that leaves ends
 * the generator and its calls.
 *
 * ```ts
 * (c) => streamEvents(c, async function* (call) {
 *   yield { event: "facts", data: await facts(call, id) };
 *   for await (const text of model(call, prompt)) yield { event: "token", data: { text } };
 * })
 * ```
 *
 * Nothing is sent before the first event, so an error before it is an ordinary problem document. A later one is the
 * last event, `problem`, with that document. An EventSource that comes back after the end is answered 204.
 *
 * Caveat: the request's deadline covers the whole stream. Give the route one that fits: `deadline(60_000)`.
 *
 * @throws what the generator throws before its first event.
 */
export async function streamEvents(
  c: Context<AppEnv>,
  events: (call: CallContext) => AsyncGenerator<StreamedEvent, void, undefined>,
): Promise<TextAnswer> {
  if (comesBack(c, TYPE)) return nothingMore(c) as TextAnswer;
  const { call } = c.var;
  const { signal } = call;
  const running = events(call);
  const first = await running.next();
  let id = 0;

  return streamText(c, { type: TYPE, alive: sseComment("alive") }, async function sendAll(write) {
    const send = ({ event, data }: StreamedEvent): Promise<void> => write(sseEvent(event, ++id, data));
    try {
      for (let step = first; step.done !== true; step = await running.next()) {
        await send(step.value);
        // A generator that makes no call would not notice.
        signal.throwIfAborted();
      }
    } catch (error) {
      await send({ event: "problem", data: problemDocument(toProblem(error)) });
    } finally {
      await running.return();
    }
  });
}
