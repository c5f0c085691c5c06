// Sends an answer while it is being made.
import type { Context } from "hono";
import { BatchedWriter } from "../streams/batched-writer.ts";
import type { TextAnswer } from "../streams/text-answer.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { scopeOf } from "../upstream/request/call-context.ts";

/** Milliseconds between heartbeats. A closed connection shows at the second write after it: within a second. */
const HEARTBEAT_MS = 500;

/**
 * Writes text. A function is called when its turn has come. Resolves when the client has taken the text or has left.
 */
export type Write = (text: string | (() => string)) => Promise<void>;

/**
 * Streams the text that `produce` writes. The scope stays open until `produce` has ended. A client that leaves ends the
 * scope and all its calls.
 *
 * A silent stream writes `alive` twice a second; readers of `type` ignore that text. Without `alive`, it notices a
 * client that has left only at the next write.
 *
 * @example
 * return streamText(c, { type: "text/plain" }, async (write) => {
 *   await write("hello\n");
 * });
 */
export function streamText(
  c: Context<AppEnv>,
  { type, alive }: { readonly type: string; readonly alive?: string | undefined },
  produce: (write: Write) => Promise<void>,
): TextAnswer {
  const scope = scopeOf(c.var.call);
  const release = scope.hold();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = new BatchedWriter(writable, scope.leave);
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  function beat(text: string): void {
    // A client that is behind with reading already has data to receive.
    if (writer.idle) void writer.write(text);
  }

  async function run(): Promise<void> {
    try {
      if (alive !== undefined) heartbeat = setInterval(beat, HEARTBEAT_MS, alive);
      await produce((text) => writer.write(text));
      await writer.close();
    } catch (reason) {
      if (!scope.signal.aborted) console.error(reason);
      await writer.abort(reason);
    } finally {
      clearInterval(heartbeat);
      release();
    }
  }

  void run();
  const answer: Response = c.body(readable, 200, {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "no-store",
    // With compression, the first parts would wait for the last.
    "Content-Encoding": "identity",
    "X-Accel-Buffering": "no",
  });
  return answer as TextAnswer;
}
