// asyncio's create_subprocess_exec: a process with streams as pipes.
import { Process, StreamProtocol } from "./process.ts";
import type { SpawnOptions } from "./spawn-options.ts";
import { subprocessExec } from "./subprocess-exec.ts";

/**
 * Starts `source` in its own isolate. See `subprocessExec` for the form of a program and for what it cannot reach.
 *
 * @example
 * await using process = await spawn(env.LOADER, source, { signal: scope.signal });
 * const { stdout, exitCode } = await process.communicate("some input");
 *
 * @throws All errors of `subprocessExec`. An error of the program shows in its status; it is never thrown.
 */
export async function spawn(loader: WorkerLoader, source: string, options: SpawnOptions = {}): Promise<Process> {
  const { transport, protocol } = await subprocessExec(() => new StreamProtocol(), loader, source, options);
  return new Process(transport, protocol);
}
