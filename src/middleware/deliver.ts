// One plan, three deliveries: a document at the end, a line per result, or an event per result. `Accept` chooses.
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { ndjsonLine } from "../streams/ndjson.ts";
import { sseComment, sseEvent } from "../streams/sse.ts";
import type { TextAnswer } from "../streams/text-answer.ts";
import type { AppEnv } from "./scope.ts";

/** The types an answer can be delivered as, the default first. */
export const deliveries = ["application/json", "application/x-ndjson", "text/event-stream"] as const;

/** One of them. */
export type Delivery = (typeof deliveries)[number];

/** Milliseconds of silence after which an event stream says that it is still there. */
const HEARTBEAT_MS = 10_000;

/** Hands over one part of the answer; resolves when the client has taken it, as far as the runtime can tell, or has left. */
export type Emit = (type: "progress" | "result" | "summary", data: Record<string, unknown>) => Promise<void>;

/** The delivery that the request asks for; JSON where it does not say. The answer is marked as depending on it. */
export function deliveryOf(c: Context): Delivery {
  c.header("Vary", "Accept");
  return accepted(c, deliveries);
}

/** Which of `types` the request asks for; the first where it does not say, and for HEAD: nobody would read a stream to its end. */
export function accepted<T extends string>(c: Context, types: readonly [T, ...T[]]): T {
  const [first] = types;
  if (c.req.raw.method === "HEAD") return first;
  return accepts(c, { header: "Accept", supports: [...types], default: first }) as T;
}

/**
 * Answers with what `produce` emits, as it does. The scope stays open until then; a client that leaves ends it, and with it every call under
 * way. No more than one part is written ahead of the client. An event stream says every `heartbeatMs` that it is still there.
 */
export function deliver(
  c: Context<AppEnv>,
  delivery: Delivery,
  produce: (emit: Emit) => Promise<void>,
  heartbeatMs = HEARTBEAT_MS,
): TextAnswer {
  const { scope } = c.var;
  const release = scope.hold();
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  let parts = 0;
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  // Many tasks call at once, and each waits for its turn. Only then is a part written as text, because a body may
  // take six times its bytes as text.
  let turn: Promise<unknown> = Promise.resolve();
  function write(textOf: () => string): Promise<void> {
    const written = writePart(turn, textOf);
    turn = failed(written);
    return written;
  }

  async function writePart(before: Promise<unknown>, textOf: () => string): Promise<void> {
    await before;
    if (await failed(writer.ready)) return scope.leave();
    const bytes = encoder.encode(textOf());
    if (await failed(writer.write(bytes))) scope.leave();
  }

  function emit(...[type, data]: Parameters<Emit>): Promise<void> {
    return write(() =>
      delivery === "text/event-stream" ? sseEvent(type, ++parts, data) : ndjsonLine({ type, ...data }),
    );
  }

  function beat(): void {
    // A client that is behind with its reading has enough to show that the connection lives.
    if ((writer.desiredSize ?? 0) > 0) void write(() => sseComment("alive"));
  }

  async function run(): Promise<void> {
    try {
      if (delivery === "text/event-stream") heartbeat = setInterval(beat, heartbeatMs);
      await produce(emit);
      await writer.close();
    } catch (reason) {
      if (!scope.signal.aborted) console.error(reason);
      await writer.abort(reason).catch(() => undefined);
    } finally {
      clearInterval(heartbeat);
      release();
    }
  }

  writer.closed.catch(scope.leave);
  void run();
  const answer: Response = c.body(readable, 200, {
    "Content-Type": `${delivery}; charset=utf-8`,
    "Cache-Control": "no-store",
    // Compressed, the first parts would wait for the last.
    "Content-Encoding": "identity",
    "X-Accel-Buffering": "no",
  });
  return answer as TextAnswer;
}

async function failed(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => false,
    () => true,
  );
}
