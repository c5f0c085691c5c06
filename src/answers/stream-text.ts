// An answer that is written while it is made.
import type { Context } from "hono";
import { BatchedWriter } from "../streams/batched-writer.ts";
import type { TextAnswer } from "../streams/text-answer.ts";
import type { AppEnv } from "../middleware/scope.ts";
import { scopeOf } from "../upstream/request/call-context.ts";

/** Milliseconds between two heartbeats. A closed connection shows at the second write after it: within a second. */
const HEARTBEAT_MS = 500;

/** Writes text, of a function when its turn has come. Resolves when the client has taken it, as far as the runtime can see, or has left. */
export type Write = (text: string | (() => string)) => Promise<void>;

/**
 * Streams the text that `produce` writes. The scope stays open until `produce` has ended. A client that leaves ends the
 * scope, and with it every call under way.
 *
 * A silent stream writes `alive` twice a second: text that readers of `type` ignore. Without it, a client that closes
 * its connection is noticed when the next text is written.
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
    // A client that is behind with its reading has enough to show that the connection lives.
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
    // Compressed, the first parts would wait for the last.
    "Content-Encoding": "identity",
    "X-Accel-Buffering": "no",
  });
  return answer as TextAnswer;
}
