// asyncio's SubprocessProtocol: what a process is told of, by callbacks.
import type { SubprocessTransport } from "./subprocess-transport.ts";

/**
 * What happens to a process, each in its order: `connectionMade` once and first; `pipeDataReceived` as often as there are bytes;
 * `pipeConnectionLost` once for each of 0, 1 and 2; `processExited` once; `connectionLost` once and last, also when the process was killed.
 *
 * asyncio leaves open whether the process exits before its pipes end. Here 1 and 2 have ended by then, in this order, and 0 last, unless it was closed
 * before. A callback that throws ends the process; the others are still called, and `connectionLost` is told the error.
 */
export interface SubprocessProtocol {
  /** The process is about to run. Write to `transport.stdin`, or keep it for later. */
  connectionMade?(transport: SubprocessTransport): void;
  /** Bytes of standard output (1) or error (2). They may share memory with others: copy what is kept. */
  pipeDataReceived?(fd: 1 | 2, data: Uint8Array): void;
  /** The pipe has ended; `error` where it broke. */
  pipeConnectionLost?(fd: 0 | 1 | 2, error: Error | undefined): void;
  /** The process has ended; `transport.exitStatus` says how. */
  processExited?(): void;
  /** All is over; `error` is what a callback threw. */
  connectionLost?(error: unknown): void;
}
