// The child's ends of a program's pipes. It is source text, because it runs in the child as a part of CHILD_MAIN.
import { EXIT_FRAME, MAX_FRAME_BYTES, MAX_STDERR_HEADER, STDERR, STDOUT } from "./child-wire.ts";

/**
 * The source of `begin(request, writer)`. It returns `pipes` for the program, `print(data)` for its console, and
 * `end(code, message)` for its end. Only the first call of `end` counts.
 */
export const PIPES = `
function begin(request, writer) {
  let ended = false;
  let errorBytes = Number(request.headers.get("${MAX_STDERR_HEADER}"));

  function send(fd, bytes) {
    let sent = Promise.resolve();
    for (let at = 0; at < bytes.length; at += ${MAX_FRAME_BYTES}) {
      const length = min(${MAX_FRAME_BYTES}, bytes.length - at);
      const frame = new Uint8Array(5 + length);
      frame[0] = fd;
      frame[1] = length >>> 24;
      frame[2] = length >>> 16;
      frame[3] = length >>> 8;
      frame[4] = length;
      frame.set(bytes.subarray(at, at + length), 5);
      sent = apply(write, writer, [frame]);
      sent.catch(() => {});
    }
    return sent;
  }

  function bytesOf(data) {
    if (typeof data === "string") return encoder.encode(data);
    if (!isView(data)) throw new TypeError("a pipe takes a string or bytes, not " + typeof data);
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }

  async function print(data) {
    const bytes = bytesOf(data).subarray(0, errorBytes);
    errorBytes -= bytes.length;
    if (!ended) await send(${STDERR}, bytes);
  }

  function end(code, message = "") {
    if (ended) return;
    ended = true;
    const words = encoder.encode(String(message).slice(0, 1000));
    const last = new Uint8Array(1 + words.length);
    last[0] = code;
    last.set(words, 1);
    send(${EXIT_FRAME}, last);
    apply(close, writer, []).catch(() => {});
  }

  const stdout = { write: async (data) => void (ended || (await send(${STDOUT}, bytesOf(data)))) };
  function exit(code = 0, message = "") {
    end(code, message);
    throw LEFT;
  }
  return { print, end, pipes: { stdin: request.body, stdout, stderr: { write: print }, exit } };
}
`;
