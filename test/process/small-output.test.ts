// Output of a process that was not read yet.
import { expect, test } from "vitest";
import { StreamProtocol } from "../../src/process/process.ts";

/** All bytes of `stream`. */
async function chunksOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

test("R13 a process that writes byte by byte costs as much memory as one that writes at once", async () => {
  const protocol = new StreamProtocol();
  for (let count = 0; count < 65_536; count++) protocol.pipeDataReceived(1, new Uint8Array(4_096).subarray(0, 1));
  protocol.pipeConnectionLost(1);
  const chunks = await chunksOf(protocol.streams[1].readable);
  const buffers = new Set(chunks.map(({ buffer }) => buffer));
  expect(chunks.reduce((sum, { length }) => sum + length, 0)).toBe(65_536);
  expect(chunks.length).toBeLessThan(64);
  expect([...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThanOrEqual(2 * 65_536);
});

test("output for a pending read comes at once, and a cancelled stream takes no more", async () => {
  const protocol = new StreamProtocol();
  const reader = protocol.streams[2].readable.getReader();
  const first = reader.read();
  protocol.pipeDataReceived(2, Uint8Array.of(1));
  expect((await first).value).toEqual(Uint8Array.of(1));
  const second = reader.read();
  await reader.cancel();
  protocol.pipeDataReceived(2, Uint8Array.of(2));
  protocol.pipeConnectionLost(2);
  expect((await second).done).toBe(true);
});
