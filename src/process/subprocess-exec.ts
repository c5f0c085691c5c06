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
 * Caveat: through `node:process` a program finds `waitUntil`, with which it can go on computing for up to 30 seconds after its end, however that came.
 * It is alone with itself then. A child with more than 128 MB ends the whole Worker locally; on the edge it is lost.
 *
 * `closed` of the transport must be awaited before the request is over: a process lives no longer than that.
 *
 * @throws the reason of `signal` if that is aborted already; `RangeError` for a limit or a name that is none, and for a source over `maxSourceBytes`.
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
  const child = await openChild(loader, source, options);
  signal?.throwIfAborted();
  const protocol = protocolFactory();
  return { transport: new SubprocessTransport(child, protocol, limits, signal), protocol };
}
