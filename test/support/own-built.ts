// The built Worker and local upstreams for one test alone, which may do with them what would disturb others.
import { inject, onTestFinished } from "vitest";
import { type BuiltWorker, type Extras, serveBuilt } from "../../scripts/serve-built.ts";
import { startGreeter } from "../../scripts/upstreams/start-greeter.ts";
import { startUpstreams } from "../../scripts/upstreams/start-upstreams.ts";
import { variables } from "./variables.ts";

/** Where they answer. */
interface OwnBuilt {
  readonly worker: string;
  readonly upstreams: string;
  /** The server that is there to be probed. */
  readonly greeter: string;
  /** What the Worker and its runtime have logged, a line each. */
  readonly logs: readonly string[];
  /** Runs another bundle from now on. */
  readonly reload: BuiltWorker["reload"];
  /** Ends the Worker before the test does. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts them, until the test ends. `changes` are to the Worker's variables; `undefined` takes one away. `extras` are what it has
 * besides its bindings in wrangler.toml; by default nothing.
 */
export async function ownBuilt(changes: Record<string, string | undefined> = {}, extras?: Extras): Promise<OwnBuilt> {
  const [upstreams, greeter] = await Promise.all([startUpstreams(), startGreeter()]);
  onTestFinished(() => upstreams.close());
  onTestFinished(() => greeter.close());
  const changed = Object.entries({ ...variables(upstreams.origin, { greeter: greeter.address }), ...changes });
  const set = changed.filter((entry): entry is [string, string] => entry[1] !== undefined);
  const all = { config: "wrangler.toml", ...extras };
  const worker = await serveBuilt(inject("bundle") ?? "", Object.fromEntries(set), all);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= worker.stop());
  onTestFinished(stop);
  const { url, logs, reload } = worker;
  return { worker: url, upstreams: upstreams.origin, greeter: greeter.address, logs, reload, stop };
}
