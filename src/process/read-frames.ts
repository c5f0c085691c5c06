// Reads the frames of a child. The child is not trusted: an invalid frame ends it.
import type { StreamReader } from "../streams/stream-reader.ts";
import { EXIT_FRAME, MAX_FRAME_BYTES, STDERR, STDOUT } from "./child-wire.ts";
import { exited, type ExitStatus } from "./exit-status.ts";

/** An output pipe of a child. */
export type OutputFd = typeof STDOUT | typeof STDERR;

/** Bytes before the data of a frame. */
const HEAD_BYTES = 5;

/**
 * Passes on the bytes of each pipe as they come. Resolves to the exit status of the child, and reads nothing after
 * that.
 *
 * @throws {Error} for an invalid frame.
 * @throws All errors of `reader`, also if its stream ends before the exit frame.
 */
export async function readFrames(
  reader: StreamReader,
  onData: (fd: OutputFd, data: Uint8Array) => void,
): Promise<ExitStatus> {
  for (;;) {
    const head = await reader.readExactly(HEAD_BYTES);
    const fd = head[0];
    const length = new DataView(head.buffer, head.byteOffset).getUint32(1);
    if (length > MAX_FRAME_BYTES || length === 0) throw new Error("it sent an invalid frame");
    const data = await reader.readExactly(length);
    if (fd === EXIT_FRAME) return exited(data[0] ?? 0, new TextDecoder().decode(data.subarray(1)));
    if (fd !== STDOUT && fd !== STDERR) throw new Error("it sent a frame for an unknown pipe");
    onData(fd, data);
  }
}
