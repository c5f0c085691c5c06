// V8's inspector in workerd, over the Chrome DevTools Protocol. https://chromedevtools.github.io/devtools-protocol/
import { once } from "node:events";

/** A connection to the inspector of one Worker. */
export interface Inspector {
  /** Calls one method of the protocol and resolves to its result. @throws `Error` with the inspector's message. */
  readonly send: <Result>(method: string, params?: object) => Promise<Result>;
  /** Bytes of V8's heap that are in use after a collection. The Worker must be served with `inspected`. */
  readonly usedBytes: () => Promise<number>;
  readonly close: () => void;
}

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: { readonly context?: { readonly id: number } };
}

/** Connects to the Worker behind `port`, under the name that `serveWorker` gives it. */
export async function openInspector(port: number): Promise<Inspector> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/worker`);
  await once(socket, "open");
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let calls = 0;
  let contextId = 0;

  socket.addEventListener("message", function settle({ data }) {
    const { id = 0, result, error, method, params } = JSON.parse(String(data)) as Message;
    if (method === "Runtime.executionContextCreated") contextId = params?.context?.id ?? 0;
    const call = pending.get(id);
    pending.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error.message));
  });

  function send<Result>(method: string, params: object = {}): Promise<Result> {
    const call = Promise.withResolvers<unknown>();
    pending.set(++calls, call);
    socket.send(JSON.stringify({ id: calls, method, params }));
    return call.promise as Promise<Result>;
  }

  async function usedBytes(): Promise<number> {
    // `HeapProfiler.collectGarbage` would wait for the isolate to run again, and here it is idle.
    await send("Runtime.evaluate", { contextId, expression: "gc()" });
    const { usedSize } = await send<{ usedSize: number }>("Runtime.getHeapUsage");
    return usedSize;
  }

  await send("Runtime.enable");
  return { send, usedBytes, close: () => socket.close() };
}
