// asyncio's loop.subprocess_exec: a process whose life is told to a protocol.
import { openChild } from "./open-child.ts";
import { limitsOf, type SpawnOptions } from "./spawn-options.ts";
import type { SubprocessProtocol } from "./subprocess-protocol.ts";
import { SubprocessTransport } from "./subprocess-transport.ts";

/**
 * Starts `source` in an isolate of its own and tells `protocolFactory()` what becomes of it; resolves when `connectionMade` has been told.
 *
 * The program is a module whose default export is `async function main({ argv, stdin, stdout, stderr, exit })`: `stdin` a stream of bytes,
 * `stdout.write(data)` and `stderr.write(data)` to be awaited, `exit(code)`, which does not return. What it prints to the console is standard
 * error. It has no network, no bindings and no parent. A program that cannot be loaded is a process that exits with 126.
 *
 * `closed` of the transport must be awaited before the request is over: a process lives no longer than that.
 *
 * @throws the reason of `signal` if that is aborted already; `RangeError` for a limit or a name that is none, and for a source over `maxSourceBytes`.
 *
 * Caveat: three things only the edge stops: an endless loop (`cpuMs`), a heap that grows (128 MB there; locally workerd ends at 1.4 GB, and everything
 * with it), and, after 30 seconds, what a program goes on computing once it has ended, by a `waitUntil` that it finds through `node:process`.
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
