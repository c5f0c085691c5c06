// An upstream with large bodies: `/json` is a megabyte, `/stream` a hundred megabytes in chunks of 64 KiB.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { largeBody } from "../stacks/large-answer.ts";

/** Bytes of the stream, and of one of its chunks. */
const STREAM_BYTES = 100_000_000;
const CHUNK = Buffer.alloc(65_536, "a");

const json = largeBody();

const server = createServer({ keepAliveTimeout: 75_000 }, function answer(request, response) {
  if (request.url === "/json") {
    response.setHeader("Content-Type", "application/json");
    response.end(json);
  } else {
    response.setHeader("Content-Length", STREAM_BYTES);
    writeOn(response, STREAM_BYTES);
  }
});

/** Writes `left` bytes as fast as they are read. */
function writeOn(response: ServerResponse, left: number): void {
  let rest = left;
  while (rest > 0) {
    const chunk = CHUNK.subarray(0, rest);
    rest -= chunk.byteLength;
    if (!response.write(chunk)) break;
  }
  if (rest > 0) response.once("drain", () => writeOn(response, rest));
  else response.end();
}

server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
