// asyncio's loop.subprocess_exec: a process that calls a protocol.
import { openChild } from "./open-child.ts";
import { limitsOf, type SpawnOptions } from "./spawn-options.ts";
import type { SubprocessProtocol } from "./subprocess-protocol.ts";
import { SubprocessTransport } from "./subprocess-transport.ts";

/**
 * Starts `source` in its own isolate and calls the protocol of `protocolFactory()`. Resolves after `connectionMade`.
 *
 * The program is a module whose default export is `async function main({ argv, stdin, stdout, stderr, exit })`. `stdin`
 * is a byte stream. Await `stdout.write(data)` and `stderr.write(data)`. `exit(code)` does not return. Console output
 * goes to standard error. A program has no network, no bindings and no parent. If it cannot be loaded, the process
 * exits with 126.
 *
 * A process cannot outlive the request. Await the transport's `closed` before the request ends.
 *
 * @example
 * const { transport } = await subprocessExec(() => ({ pipeDataReceived: (fd, data) => log(fd, data) }), env.LOADER,
 * source); await transport.closed;
 *
 * @throws The reason of `signal`, if it has aborted.
 * @throws {RangeError} for an invalid limit or module name, and for a source over `maxSourceBytes`.
 *
 * Caveat: only the edge stops an endless loop (`cpuMs`) and a growing heap (128 MB; local workerd ends at 1.4 GB, with
 * everything in it). Only the edge stops, after 30 seconds, a program that computes after its end, by a `waitUntil`
 * that it found through `node:process`.
 */
export async function subprocessExec<P extends SubprocessProtocol>(
  protocolFactory: () => P,
  loader: WorkerLoader,
  source: string,
  options: SpawnOptions = {},
): Promise<{ readonly transport: SubprocessTransport; readonly protocol: P }> {
  const { signal } = options;
  signal?.throwIfAborted();
  const limits = limitsOf(options);
  const child = await openChild(loader, source, options, limits);
  signal?.throwIfAborted();
  const protocol = protocolFactory();
  return { transport: new SubprocessTransport(child, protocol, limits, signal), protocol };
}
