// What a child sends, taken apart. The child is not trusted: what is no frame of its protocol ends it.
import type { StreamReader } from "../streams/stream-reader.ts";
import { EXIT_FRAME, MAX_FRAME_BYTES, STDERR, STDOUT } from "./child-wire.ts";
import { exited, type ExitStatus } from "./exit-status.ts";

/** A pipe that a child writes to. */
export type OutputFd = typeof STDOUT | typeof STDERR;

/** Bytes before each frame's own. */
const HEAD_BYTES = 5;

/**
 * Hands over the bytes of each pipe as they come, and resolves to the status the child exits with. What comes after that is not read.
 *
 * @throws `Error` for what is no frame; as `reader` does, also where its stream ends before the child said that it exits.
 */
export async function readFrames(
  reader: StreamReader,
  onData: (fd: OutputFd, data: Uint8Array) => void,
): Promise<ExitStatus> {
  for (;;) {
    const head = await reader.readExactly(HEAD_BYTES);
    const fd = head[0];
    const length = new DataView(head.buffer, head.byteOffset).getUint32(1);
    if (length > MAX_FRAME_BYTES || length === 0) throw new Error("it sent what is no frame");
    const data = await reader.readExactly(length);
    if (fd === EXIT_FRAME) return exited(data[0] ?? 0, new TextDecoder().decode(data.subarray(1)));
    if (fd !== STDOUT && fd !== STDERR) throw new Error("it sent a frame to no pipe");
    onData(fd, data);
  }
}
