// asyncio's create_subprocess_exec: a process with streams for pipes.
import { Process, StreamProtocol } from "./process.ts";
import type { SpawnOptions } from "./spawn-options.ts";
import { subprocessExec } from "./subprocess-exec.ts";

/**
 * Starts `source` in an isolate of its own. `subprocessExec` says what a program is, and what it cannot reach.
 *
 * ```ts
 * await using process = await spawn(env.LOADER, source, { signal: scope.signal });
 * const { stdout, exitCode } = await process.communicate("some input");
 * ```
 *
 * @throws as `subprocessExec`. Whatever the program does is told by its status, never thrown.
 */
export async function spawn(loader: WorkerLoader, source: string, options: SpawnOptions = {}): Promise<Process> {
  const { transport, protocol } = await subprocessExec(() => new StreamProtocol(), loader, source, options);
  return new Process(transport, protocol);
}
