// A child that breaks the protocol, in a real isolate. The parent trusts only its exit frame.
import { expect, test } from "vitest";
import { spawn } from "../../src/process/spawn.ts";
import { loader, text } from "./loader.ts";

/** A loader whose child always answers with `bytes`, and then ends the stream as `end` says. */
function forging(bytes: readonly number[], end = "close()"): WorkerLoader {
  const source = `export default { fetch() {
    return new Response(new ReadableStream({ type: "bytes", start(controller) {
      if (${bytes.length > 0}) controller.enqueue(new Uint8Array(${JSON.stringify(bytes)}));
      controller.${end};
    } }));
  } }`;
  const code = { compatibilityDate: "2026-11-01", mainModule: "main.js", modules: { "main.js": source } };
  return { get: () => loader.load(code), load: () => loader.load(code) };
}

const hello = [1, 0, 0, 0, 2, 104, 105];

test.each<[what: string, bytes: readonly number[], message: RegExp]>([
  ["a frame for an unknown pipe", [...hello, 9, 0, 0, 0, 1, 0], /unknown pipe/],
  ["a frame of 4 GB", [...hello, 1, 255, 255, 255, 255], /invalid frame/],
  ["a frame one byte too long", [...hello, 1, 0, 1, 0, 1], /invalid frame/],
  ["an empty frame", [...hello, 1, 0, 0, 0, 0], /invalid frame/],
  ["an exit frame without a code", [...hello, 0, 0, 0, 0, 0], /invalid frame/],
  ["half a head", [...hello, 1, 0], /2 of 5 bytes/],
  ["half a frame", [...hello, 1, 0, 0, 0, 9, 1], /1 of 9 bytes/],
  ["no exit", hello, /0 of 5 bytes/],
])("%s: the process is lost, and its earlier output is kept", async (_, bytes, message) => {
  const process = await spawn(forging(bytes), "");
  const { stdout, ...status } = await process.communicate();
  expect([status.ended, status.exitCode, text(stdout)]).toEqual(["lost", -9, "hi"]);
  expect(status.message).toMatch(message);
});

test("a stream that breaks off: the process is lost", async () => {
  expect(await (await spawn(forging(hello, "error(new Error('mine'))"), "")).wait()).toMatchObject({ ended: "lost" });
});

test("bytes after the exit frame are not read, and its message is one line", async () => {
  const process = await spawn(forging([0, 0, 0, 0, 4, 7, 60, 10, 255, ...hello]), "");
  expect(await process.communicate()).toEqual({
    exitCode: 7,
    ended: "exited",
    message: "< \ufffd",
    stdout: new Uint8Array(),
    stderr: new Uint8Array(),
  });
});

test("standard error over the limit is dropped", async () => {
  const process = await spawn(forging([2, 0, 0, 0, 2, 104, 105, 0, 0, 0, 0, 1, 0]), "", { maxStderrBytes: 1 });
  expect(text((await process.communicate()).stderr)).toBe("h");
});
