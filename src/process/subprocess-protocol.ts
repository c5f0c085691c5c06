// asyncio's SubprocessProtocol: the callbacks of a process.
import type { SubprocessTransport } from "./subprocess-transport.ts";

/**
 * The callbacks of a process, in order: `connectionMade` once; `pipeDataReceived` for all data; `pipeConnectionLost`
 * once for each pipe 0, 1 and 2; `processExited` once; `connectionLost` once, even if the process was killed.
 *
 * In asyncio, a process may exit before its pipes end. Here the pipes end first: 1, 2, then 0, unless 0 was closed
 * earlier. A callback that throws ends the process. The others are still called, and `connectionLost` gets the error.
 */
export interface SubprocessProtocol {
  /** The process is about to start. Write to `transport.stdin`, or keep it for later. */
  connectionMade?(transport: SubprocessTransport): void;
  /** Bytes of standard output (1) or standard error (2). They may share memory with other data: copy what you keep. */
  pipeDataReceived?(fd: 1 | 2, data: Uint8Array): void;
  /** The pipe has ended. `error` is set if it broke. */
  pipeConnectionLost?(fd: 0 | 1 | 2, error: Error | undefined): void;
  /** The process has ended. See `transport.exitStatus`. */
  processExited?(): void;
  /** Everything is over. `error` is the error of a callback. */
  connectionLost?(error: unknown): void;
}
