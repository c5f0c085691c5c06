// The memory of a request that waits for its upstreams: an isolate's 128 MB serve many requests at once.
import type { WorkerName } from "../tools/build-workers.ts";
import { startHeldUpstream } from "../tools/held-upstream.ts";
import { openInspector } from "../tools/inspector.ts";
import { openLoad } from "../tools/load.ts";
import type { Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import type { Stage } from "../tools/stage.ts";

/** Requests that wait at a time, each for ten upstreams. */
const WAITING = 50;

interface Waiter {
  readonly name: string;
  readonly worker: WorkerName;
  readonly path: string;
  /** Calls of one request that the upstream sees while all wait: six with slots. */
  readonly calls: number;
}

const waiters: readonly Waiter[] = [
  { name: "bare Worker", worker: "bare", path: "/merged", calls: 10 },
  { name: "Hono + ofetch", worker: "hono-ofetch", path: "/merged", calls: 6 },
  { name: "Hono + ky", worker: "hono-ky", path: "/merged", calls: 6 },
  { name: "scope.read", worker: "ours", path: "/merged/read", calls: 6 },
  { name: "declared upstream", worker: "ours", path: "/merged/declared", calls: 6 },
  { name: "merge", worker: "ours", path: "/merged/merge", calls: 6 },
];

/** V8's heap after a collection, while requests wait and before. */
export const memory: Section = {
  name: "memory",
  title: `Memory of a waiting request, ten upstreams`,
  async measure(stage) {
    const rows: Row[] = [];
    for (const waiter of waiters) {
      rows.push({
        what: waiter.name,
        samples: [await heldKb(stage, waiter)],
        unit: "kB of heap",
        note: `${waiter.calls} of its calls are under way; sockets and buffers outside the heap are not counted`,
      });
    }
    return { rows };
  },
};

async function heldKb({ serve }: Stage, { worker, path, calls }: Waiter): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const upstream = await startHeldUpstream();
  stack.defer(() => upstream.close());
  const { origin, inspectorPort } = await serve(worker, upstream.origin, { inspected: true });
  const inspector = await openInspector(inspectorPort);
  stack.defer(inspector.close);
  const load = openLoad(origin + path, WAITING);
  stack.defer(() => load.close());

  // One request first, so that what the isolate keeps for good is not counted.
  const first = load.ask(1);
  await upstream.held(calls);
  const before = await inspector.usedBytes();
  const rest = load.ask(WAITING - 1);
  await upstream.held(calls * WAITING);
  const after = await inspector.usedBytes();
  upstream.release();
  await Promise.all([first, rest]);
  return (after - before) / (WAITING - 1) / 1000;
}
