// From plain to encrypted: no earlier byte looks encrypted, and no later byte is sent unencrypted.
import { describe, expect, test } from "vitest";
import { createConnection } from "../../src/net/create-connection.ts";
import { openConnection, type StreamConnection } from "../../src/net/open-connection.ts";
import type { Protocol } from "../../src/net/protocol.ts";
import type { Transport } from "../../src/net/transport.ts";
import type { Scope } from "../../src/upstream/request/scope.ts";
import { openScope } from "../support/open-scope.ts";
import { type Peer, peer } from "../support/peer.ts";
import { turn } from "../support/turn.ts";
import { unhandledDuring } from "../support/unhandled.ts";
import { Recorder } from "./recorder.ts";
import { callIn } from "../support/call-in.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** More than the network and both ends' buffers hold. */
const TOO_MUCH = new Uint8Array(20_000_000);

interface Opened<T> {
  readonly made: T;
  readonly other: Peer;
  readonly scope: Scope;
}

/** Time never moves, so a test that waits for a timeout fails. */
async function open<T>(make: (scope: Scope, address: string) => Promise<T>): Promise<Opened<T>> {
  const other = await peer();
  // The name in the certificate.
  const address = `tcp://localhost:${other.port}`;
  const scope = openScope(address, { timeoutMs: Infinity, deadlineMs: 60_000 });
  return { made: await make(scope, address), other, scope };
}

const streams = (): Promise<Opened<StreamConnection>> =>
  open((scope, address) => openConnection(callIn(scope), address, { tls: "startTls" }));

const called = (more: Protocol = {}): Promise<Opened<{ transport: Transport; protocol: Recorder }>> =>
  open((scope, address) => createConnection(callIn(scope), () => new Recorder(more), address, { tls: "startTls" }));

/** Streams whose server has agreed, and speaks TLS from now on. */
async function consented(): Promise<Opened<StreamConnection>> {
  const opened = await streams();
  await opened.other.consent("go on\n");
  expect(text(await opened.made.reader.readLine())).toBe("go on\n");
  return opened;
}

describe("plain bytes that were received", () => {
  test("received while reading was being paused: startTls refuses and says so", async () => {
    const { made, other } = await called();
    const { transport, protocol } = made;
    await turn();
    transport.pauseReading();
    await other.write("INJECTED\r\n");
    await turn();
    await expect(transport.startTls()).rejects.toThrow(/a read is under way/);
    transport.resumeReading();
    await protocol.called("data:INJECTED\r\n");
    expect(transport.info.secure).toBe(false);
  });

  test("after an aborted read: startTls refuses, before and after they arrive", async () => {
    const { made, other } = await streams();
    const task = new AbortController();
    const reading = made.reader.readLine({ signal: task.signal });
    reading.catch(() => undefined);
    task.abort();
    await expect(made.startTls()).rejects.toThrow(/a read is under way/);
    await other.write("INJECTED\r\n");
    while (made.reader.buffered === 0) await turn();
    await expect(made.startTls()).rejects.toThrow("10 bytes received without encryption have not been read");
    expect(made.info.secure).toBe(false);
  });

  test("received while written bytes are being sent: never read, and the handshake fails", async () => {
    const { made, other } = await streams();
    await other.pause();
    made.writer.write(TOO_MUCH);
    const securing = made.startTls();
    const reading = made.reader.readLine();
    for (const promise of [securing, reading]) promise.catch(() => undefined);
    await other.write("INJECTED\r\n");
    await turn();
    expect(made.reader.buffered).toBe(0);
    await other.resume();
    await expect(securing).rejects.toMatchObject({ outcome: "network" });
    await expect(reading).rejects.toMatchObject({ outcome: "network" });
  });
});

describe("what is written", () => {
  test("before startTls is sent unencrypted before the handshake, even without drain", async () => {
    const { made, other } = await streams();
    for (const piece of ["one ", "two ", "three"]) made.writer.write(piece);
    const securing = made.startTls();
    securing.catch(() => undefined);
    const { text: sent } = await other.seen("bytes:14");
    // A handshake begins with 0x16.
    expect(sent.slice(0, 14)).toBe("one two three\u0016");
    await made.close();
  });

  test("during the handshake is refused from the call on, and nothing of it is sent", async () => {
    const { made, other } = await consented();
    const securing = made.startTls();
    for (let turns = 0; turns < 10; turns++) {
      expect(() => made.writer.write("SECRET")).toThrow(/during the TLS handshake/);
      expect(() => made.writer.writeLines(["SECRET"])).toThrow(/during the TLS handshake/);
      await Promise.resolve();
    }
    await securing;
    made.writer.write("encrypted");
    await made.close();
    expect(await other.seen("ends:1")).toMatchObject({ text: "encrypted" });
  });
});

test.each([0, 1, 2, 3, 4, 5, 6, 7])(
  "a read that starts %i microtasks after startTls gets encrypted bytes",
  async (ticks) => {
    const { made, other } = await consented();
    const securing = made.startTls();
    for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
    const reading = made.reader.readLine();
    await securing;
    await other.write("encrypted\n");
    expect(text(await reading)).toBe("encrypted\n");
    expect(made.info.secure).toBe(true);
    await made.close();
  },
);

test("startTls is refused during another one, which goes on", async () => {
  const { made } = await consented();
  const securing = made.startTls();
  await expect(made.startTls()).rejects.toThrow(/the TLS handshake is under way/);
  await securing;
  await made.close();
});

describe("an end during an unanswered handshake aborts it at once", () => {
  test.each(["close", "abort"] as const)("transport.%s: connectionLost gets no error", async (end) => {
    const reasons = await unhandledDuring(async () => {
      const { made, other, scope } = await called({ connectionMade: (transport) => transport.pauseReading() });
      const { transport, protocol } = made;
      const securing = transport.startTls();
      securing.catch(() => undefined);
      await other.seen("bytes:1");
      transport[end]();
      transport.write("too late");
      await expect(securing).rejects.toMatchObject({ outcome: "cancelled" });
      await protocol.lost;
      expect([protocol.calls, scope.slots.free]).toEqual([["made", "lost"], 6]);
    });
    expect(reasons).toEqual([]);
  });

  test.each<[string, (connection: StreamConnection) => Promise<unknown>]>([
    ["close", (connection) => connection.close()],
    ["await using", (connection) => connection[Symbol.asyncDispose]()],
    ["reader.cancel", ({ reader }) => reader.cancel()],
    ["writer.abort", ({ writer }) => writer.abort()],
  ])("%s, and nothing more is sent", async (_what, end) => {
    const reasons = await unhandledDuring(async () => {
      const { made, other, scope } = await streams();
      const securing = made.startTls();
      securing.catch(() => undefined);
      await other.seen("bytes:1");
      await end(made);
      await expect(securing).rejects.toMatchObject({ outcome: "cancelled" });
      expect(scope.slots.free).toBe(6);
      await expect(made.writer.drain()).rejects.toThrow();
    });
    expect(reasons).toEqual([]);
  });
});

test("close before the handshake, while written bytes are not taken, aborts it at once", async () => {
  const { made, other, scope } = await streams();
  await other.pause();
  made.writer.write(TOO_MUCH);
  const securing = made.startTls();
  securing.catch(() => undefined);
  await made.close();
  await expect(securing).rejects.toMatchObject({ outcome: "cancelled" });
  expect(() => made.writer.write("too late")).toThrow(TypeError);
  expect(scope.slots.free).toBe(6);
});

describe("an end in the very turn of startTls", () => {
  test.each(["close", "abort"] as const)("transport.%s aborts the handshake", async (end) => {
    const { made } = await called({ connectionMade: (transport) => transport.pauseReading() });
    const securing = made.transport.startTls();
    made.transport[end]();
    await expect(securing).rejects.toMatchObject({ outcome: "cancelled" });
    expect(await made.protocol.lost).toBeUndefined();
  });

  test.each(["close", "abort", "writeEof"] as const)("transport.%s before it: refused", async (end) => {
    const { made, other } = await called({ connectionMade: (transport) => transport.pauseReading() });
    const { transport, protocol } = made;
    transport[end]();
    await expect(transport.startTls()).rejects.toThrow(/closed/);
    await other.seen("ends:1");
    transport.close();
    expect(await protocol.lost).toBeUndefined();
  });

  test("writer.close before it: refused", async () => {
    const { made, other } = await streams();
    const closing = made.writer.close();
    await expect(made.startTls()).rejects.toThrow(/closed/);
    await closing;
    await other.seen("ends:1");
    await made.close();
  });
});

describe("no more to send", () => {
  test("writer.close during the handshake ends the encrypted stream", async () => {
    const { made, other } = await consented();
    const securing = made.startTls();
    const closing = made.writer.close();
    await Promise.all([securing, closing]);
    await other.seen("ends:1");
    await other.write("answer\n");
    expect(text(await made.reader.readLine())).toBe("answer\n");
    await made.close();
  });

  test("transport.writeEof during the handshake ends the encrypted stream", async () => {
    const { made, other } = await called({
      connectionMade(transport) {
        this.dataReceived = () => {
          this.dataReceived = () => undefined;
          transport.startTls().catch(() => undefined);
          transport.writeEof();
        };
      },
    });
    await other.consent("go on\n");
    await other.seen("ends:1");
    await other.write("answer");
    await made.protocol.called("data:answer");
    expect(made.transport.info.secure).toBe(true);
    made.transport.close();
    expect(await made.protocol.lost).toBeUndefined();
  });
});
