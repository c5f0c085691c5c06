// The ways in which `/fault` breaks off, seen from the socket.
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, vi } from "vitest";
import { writeChunks } from "../../scripts/upstreams/write-chunks.ts";
import { raw, rawGet } from "./raw.ts";
import { test } from "./upstreams-test.ts";

function bodyOf(text: string): string {
  return text.slice(text.indexOf("\r\n\r\n") + 4);
}

// A client that is always behind: every write asks to wait for `drain`.
function reluctantResponse(): ServerResponse {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  vi.spyOn(response, "write").mockReturnValue(false);
  return response;
}

test("stall=headers never answers, until the client leaves", async ({ fault, seen }) => {
  const call = new AbortController();
  const answer = fetch(fault("stall=headers"), { signal: call.signal });
  await seen("waitingForHeaders:1");
  call.abort();
  await expect(answer).rejects.toThrow("aborted");
  expect(await seen("leftEarly:1")).toMatchObject({ waitingForHeaders: 0, peakOpenBodies: 0 });
});

test("stall=body sends the headers and half of the body, then nothing", async ({ fault, seen }) => {
  const response = await fetch(fault("bytes=100&stall=body"));
  const reader = response.body?.getReader();
  expect((await reader?.read())?.value?.byteLength).toBe(50);
  expect(await seen()).toMatchObject({ openBodies: 1, completed: 0 });
  await reader?.cancel();
  expect(await seen("leftEarly:1")).toMatchObject({ openBodies: 0 });
});

test("stall=body sends the headers even when half of the body is nothing", async ({ fault }) => {
  const response = await fetch(fault("bytes=1&stall=body"));
  expect(response.status).toBe(200);
  await response.body?.cancel();
});

test("reset=headers resets the connection before any byte of an answer", async ({ fault, seen }) => {
  expect(await rawGet(fault("reset=headers"))).toEqual({ text: "", ending: "reset" });
  expect(await seen()).toMatchObject({ cutShort: 1, leftEarly: 0, peakOpenBodies: 0 });
});

test("reset=body resets the connection after the headers and half of the body", async ({ fault, seen }) => {
  const { text, ending } = await rawGet(fault("bytes=1000&reset=body"));
  expect(ending).toBe("reset");
  expect(text).toContain("content-length: 1000\r\n");
  expect(bodyOf(text)).toHaveLength(500);
  expect(await seen()).toMatchObject({ cutShort: 1, leftEarly: 0, peakOpenBodies: 1 });
});

test("truncate announces the whole body, sends half of it and ends in good order", async ({ fault, seen }) => {
  const { text, ending } = await rawGet(fault("bytes=1000&truncate"));
  expect(ending).toBe("ended");
  expect(text).toContain("content-length: 1000\r\n");
  expect(bodyOf(text)).toHaveLength(500);
  expect(await seen()).toMatchObject({ cutShort: 1, completed: 0, leftEarly: 0 });
});

test("truncate with framing=chunked leaves out the last chunk", async ({ fault }) => {
  const { text, ending } = await rawGet(fault("bytes=1000&truncate&framing=chunked"));
  expect(ending).toBe("ended");
  expect(text).not.toContain("0\r\n\r\n");
});

test("truncate works for a body larger than the socket's buffers", async ({ fault }) => {
  const { text, ending } = await rawGet(fault("bytes=8000000&truncate"));
  expect(ending).toBe("ended");
  expect(bodyOf(text)).toHaveLength(4_000_000);
});

test("a client that fetches gets no response from reset=headers", async ({ fault }) => {
  await expect(fetch(fault("reset=headers"))).rejects.toThrow("fetch failed");
});

test.for(["reset=body", "truncate", "truncate&framing=chunked", "reset=body&gzip"])(
  "a client that fetches %s gets a response whose body fails",
  async (recipe, { fault }) => {
    const response = await fetch(fault(`bytes=1000&${recipe}`));
    await expect(response.text()).rejects.toThrow("terminated");
  },
);

test("an answer may break off before the request has come in full", async ({ origin, key, seen }) => {
  const sent = raw(
    origin,
    `POST /fault?key=${key}&truncate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nshort`,
  );
  expect((await sent).ending).toBe("ended");
  expect(await seen()).toMatchObject({ requests: 1, cutShort: 1 });
});

test("no chunk is made while the client is behind", async () => {
  let made = 0;
  function* chunks(): Generator<Uint8Array> {
    while (made < 3) {
      made += 1;
      yield new Uint8Array(1);
    }
  }
  const response = reluctantResponse();
  const done = writeChunks(response, chunks());
  for (const expected of [1, 2, 3]) {
    expect(made).toBe(expected);
    response.emit("drain");
    await Promise.resolve();
  }
  expect(await done).toBe(true);
});

test("no chunk is made for a client that has left", async () => {
  let made = 0;
  function* chunks(): Generator<Uint8Array> {
    while (true) {
      made += 1;
      yield new Uint8Array(1);
    }
  }
  const response = reluctantResponse();
  const done = writeChunks(response, chunks());
  response.destroyed = true;
  response.emit("close");
  expect(await done).toBe(false);
  expect(made).toBeLessThanOrEqual(2);
});

test("badGzip says that the body is gzip, which it is not", async ({ fault }) => {
  const response = await fetch(fault("badGzip&body=plain"));
  expect(response.headers.get("content-encoding")).toBe("gzip");
  await expect(response.text()).rejects.toThrow();
});

test("badGzip with failFirst befalls the first requests alone", async ({ fault }) => {
  const url = fault("badGzip&failFirst=1&failStatus=200&body=plain");
  await expect((await fetch(url)).text()).rejects.toThrow();
  expect(await (await fetch(url)).text()).toBe("plain");
});
