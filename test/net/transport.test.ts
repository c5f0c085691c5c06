// createConnection inside workerd: the transport and its protocol.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createConnection } from "../../src/net/create-connection.ts";
import type { Protocol } from "../../src/net/protocol.ts";
import type { Transport } from "../../src/net/transport.ts";
import { openScope } from "../support/open-scope.ts";
import { type Peer, peer } from "../support/peer.ts";
import { turn } from "../support/turn.ts";
import { unhandledDuring } from "../support/unhandled.ts";
import { Recorder } from "./recorder.ts";
import { callIn } from "../support/call-in.ts";

/** More than the network and both ends' buffers hold. */
const TOO_MUCH = new Uint8Array(20_000_000);

interface Connected {
  readonly transport: Transport;
  readonly protocol: Recorder;
  readonly other: Peer;
}

async function connected(more: Protocol = {}, timeoutMs?: number): Promise<Connected> {
  const other = await peer();
  const scope = openScope(other.address);
  const made = await createConnection(callIn(scope), () => new Recorder(more), other.address, { timeoutMs });
  return { ...made, other };
}

test("create_connection(protocol_factory): a transport and its protocol, whose connectionMade has returned", async () => {
  const { transport, protocol, other } = await connected();
  expect(protocol.calls).toEqual(["made"]);
  expect(transport.info).toEqual({ address: other.address, secure: false });
  await other.echo();
  transport.write("one");
  await protocol.called("data:one");
  await other.end();
  await protocol.lost;
  expect(protocol.calls).toEqual(["made", "data:one", "eof", "lost"]);
});

test("no protocol is created without a connection", async () => {
  const scope = openScope("tcp://127.0.0.1:1");
  let made = 0;
  const factory = (): Protocol => {
    made++;
    return {};
  };
  await expect(createConnection(callIn(scope), factory, "tcp://127.0.0.1:1")).rejects.toMatchObject({
    outcome: "network",
  });
  expect(made).toBe(0);
});

test("a factory that throws leaves no connection behind", async () => {
  const other = await peer();
  const boom = new Error("boom");
  const factory = (): Protocol => {
    throw boom;
  };
  const scope = openScope(other.address);
  await expect(createConnection(callIn(scope), factory, other.address)).rejects.toBe(boom);
  expect(scope.slots.free).toBe(6);
  await other.seen("ends:1");
});

test("a protocol may have no callbacks", async () => {
  const other = await peer();
  const scope = openScope(other.address);
  await createConnection(callIn(scope), () => ({}), other.address);
  await other.write("unheard");
  await other.end();
  await other.seen("ends:1");
});

describe("writing", () => {
  test("bytes and strings arrive in order; close sends them first", async () => {
    const { transport, protocol, other } = await connected();
    transport.write("é");
    transport.write(new Uint8Array([98]));
    transport.write("");
    transport.close();
    transport.write("too late");
    await protocol.lost;
    expect(await other.seen("ends:1")).toMatchObject({ text: "Ã©b" });
  });

  test("writeEof ends the outgoing side; incoming bytes are still received", async () => {
    const { transport, protocol, other } = await connected();
    transport.write("question");
    transport.writeEof();
    transport.writeEof();
    expect(() => transport.write("more")).toThrow(/after writeEof/);
    expect(await other.seen("ends:1")).toMatchObject({ text: "question" });
    await other.write("answer");
    await protocol.called("data:answer");
    await other.end();
    await protocol.lost;
    expect(protocol.calls).toEqual(["made", "data:answer", "eof", "lost"]);
  });

  test("eofReceived that returns true keeps the connection open for writing, until it is closed", async () => {
    const { transport, protocol, other } = await connected({ eofReceived: () => true });
    await other.end();
    await protocol.called("eof");
    transport.write("farewell");
    await other.seen("bytes:8");
    transport.close();
    await protocol.lost;
    expect(protocol.calls).toEqual(["made", "eof", "lost"]);
  });

  test("pauseWriting above the high-water mark, resumeWriting at the low one, by turns", async () => {
    const { transport, protocol, other } = await connected();
    await other.pause();
    transport.write(TOO_MUCH);
    transport.write("more");
    expect(protocol.calls).toEqual(["made", "pause"]);
    expect(transport.writeBufferSize).toBe(TOO_MUCH.length + 4);
    await other.resume();
    await protocol.called("resume");
    expect([protocol.calls, transport.writeBufferSize <= 16_384]).toEqual([["made", "pause", "resume"], true]);
    transport.abort();
    await protocol.lost;
  });

  test("the protocol can set the marks, which apply to bytes on their way", async () => {
    const { transport, protocol, other } = await connected();
    await other.pause();
    transport.setWriteBufferLimits({ highBytes: Infinity });
    transport.write(TOO_MUCH);
    expect(protocol.calls).toEqual(["made"]);
    transport.setWriteBufferLimits({ highBytes: 10, lowBytes: 5 });
    expect(protocol.calls).toEqual(["made", "pause"]);
    transport.setWriteBufferLimits({ highBytes: Infinity, lowBytes: Infinity });
    expect(protocol.calls).toEqual(["made", "pause", "resume"]);
    expect(() => transport.setWriteBufferLimits({ highBytes: 5, lowBytes: 10 })).toThrow(RangeError);
    expect(() => transport.setWriteBufferLimits({ highBytes: -1 })).toThrow(RangeError);
    transport.abort();
    await protocol.lost;
  });

  test("no pause without a resume when a protocol writes from resumeWriting", async () => {
    let rounds = 3;
    const { transport, protocol } = await connected({
      connectionMade(its) {
        this.resumeWriting = () => {
          if (rounds-- > 0) its.write(new Uint8Array(100_000));
          else its.close();
        };
        its.write(new Uint8Array(100_000));
      },
    });
    await protocol.lost;
    expect(protocol.calls).toEqual(["made", ...Array.from({ length: 4 }, () => ["pause", "resume"]).flat(), "lost"]);
    expect(transport.writeBufferSize).toBe(0);
  });
});

describe("reading", () => {
  test("bytes and the end wait while reading is paused", async () => {
    const { transport, protocol, other } = await connected();
    transport.pauseReading();
    transport.pauseReading();
    expect(transport.isReading).toBe(false);
    await other.write("held");
    await other.end();
    await turn();
    expect(protocol.calls).toEqual(["made"]);
    transport.resumeReading();
    transport.resumeReading();
    await protocol.lost;
    expect(protocol.calls).toEqual(["made", "data:held", "eof", "lost"]);
  });

  test("reading may be paused before the first byte, from connectionMade", async () => {
    const { transport, protocol, other } = await connected({ connectionMade: (its) => its.pauseReading() });
    await other.write("held");
    await turn();
    expect(protocol.calls).toEqual(["made"]);
    transport.resumeReading();
    await protocol.called("data:held");
  });

  test("a protocol that pauses holds back a sender who never stops", async () => {
    let received = 0;
    const { transport, other, protocol } = await connected({
      connectionMade(its) {
        this.dataReceived = (data) => {
          received += data.length;
          its.pauseReading();
        };
      },
    });
    await other.write(TOO_MUCH);
    await turn();
    expect(received).toBeLessThan(100_000);
    transport.abort();
    await protocol.lost;
  });

  test("nothing is received once the connection is being closed", async () => {
    const { transport, protocol, other } = await connected();
    transport.close();
    await other.write("unheard").catch(() => undefined);
    await protocol.lost;
    expect(protocol.calls).toEqual(["made", "lost"]);
  });
});

describe("timeouts, with fake time", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  test("timeoutMs ends the connection with outcome timeout", async () => {
    const { protocol } = await connected({}, 40);
    vi.advanceTimersByTime(40);
    expect(await protocol.lost).toMatchObject({ outcome: "timeout" });
  });

  test("timeoutMs ends a close that the other side does not take", async () => {
    const { transport, protocol, other } = await connected({}, 60);
    await other.pause();
    transport.write(TOO_MUCH);
    transport.close();
    vi.advanceTimersByTime(60);
    expect(await protocol.lost).toMatchObject({ outcome: "timeout" });
    expect(protocol.calls).toEqual(["made", "pause", "lost:timeout"]);
  });
});

test("abort from inside a callback: connectionLost comes after that has returned", async () => {
  const order: string[] = [];
  const { protocol, other } = await connected({
    connectionMade(transport) {
      this.dataReceived = () => {
        transport.abort();
        order.push("returned");
      };
    },
    connectionLost: () => void order.push("lost"),
  });
  await other.write("a");
  await protocol.lost;
  expect(order).toEqual(["returned", "lost"]);
});

describe("a callback that throws ends the connection, and connectionLost gets the error", () => {
  const boom = new Error("boom");
  const fail = (): never => {
    throw boom;
  };

  test("connectionMade: createConnection rejects with it as well", async () => {
    const recorder = new Recorder({ connectionMade: fail });
    const other = await peer();
    const scope = openScope(other.address);
    await expect(createConnection(callIn(scope), () => recorder, other.address)).rejects.toBe(boom);
    expect(await recorder.lost).toBe(boom);
    expect(recorder.calls).toEqual(["made", "lost:Error: boom"]);
    await other.seen("ends:1");
  });

  test.each<[keyof Protocol, readonly string[]]>([
    ["dataReceived", ["made", "data:a", "lost:Error: boom"]],
    ["eofReceived", ["made", "data:a", "eof", "lost:Error: boom"]],
  ])("%s", async (callback, calls) => {
    const { protocol, other } = await connected({ [callback]: fail });
    await other.write("a");
    await protocol.called("data:a");
    await other.end();
    expect(await protocol.lost).toBe(boom);
    expect(protocol.calls).toEqual(calls);
  });

  test("pauseWriting: the write does not throw, but the connection ends", async () => {
    const { transport, protocol, other } = await connected({ pauseWriting: fail });
    await other.pause();
    transport.write(TOO_MUCH);
    expect(transport.isClosing).toBe(true);
    expect(await protocol.lost).toBe(boom);
    expect(protocol.calls).toEqual(["made", "pause", "lost:Error: boom"]);
  });

  test("resumeWriting", async () => {
    const { transport, protocol } = await connected({ resumeWriting: fail });
    transport.write(new Uint8Array(100_000));
    expect(await protocol.lost).toBe(boom);
    expect(protocol.calls).toEqual(["made", "pause", "resume", "lost:Error: boom"]);
  });

  test("a falsy throw counts", async () => {
    const { protocol, other } = await connected({
      dataReceived() {
        throw undefined;
      },
    });
    await other.write("a");
    await protocol.lost;
    expect(protocol.calls).toEqual(["made", "data:a", "lost:undefined"]);
  });

  test("a promise that rejects counts as a throw, and stays handled", async () => {
    const reasons = await unhandledDuring(async () => {
      const rejecting: Record<string, unknown> = { dataReceived: () => Promise.reject(boom) };
      const { protocol, other } = await connected(rejecting);
      await other.write("a");
      expect(await protocol.lost).toBe(boom);
    });
    expect(reasons).toEqual([]);
  });
});
