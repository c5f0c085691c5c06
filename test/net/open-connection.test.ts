// openConnection inside workerd, with TCP servers that the test controls.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { gather } from "../../src/gather/index.ts";
import { openConnection, type StreamConnection, type StreamConnectionOptions } from "../../src/net/open-connection.ts";
import { Scope } from "../../src/upstream/request/scope.ts";
import type { ScopeOptions } from "../../src/upstream/request/scope-options.ts";
import { countedSignal } from "../support/counted-signal.ts";
import { openScope } from "../support/open-scope.ts";
import { type Peer, peer } from "../support/peer.ts";
import { scopeOptions } from "../support/scope-options.ts";
import { unhandledDuring } from "../support/unhandled.ts";
import { callIn } from "../support/call-in.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** More than the network and both ends' buffers hold. */
const TOO_MUCH = new Uint8Array(20_000_000);

interface Opened {
  readonly connection: StreamConnection;
  readonly other: Peer;
  readonly scope: Scope;
}

async function opened(options: StreamConnectionOptions = {}, changes: Partial<ScopeOptions> = {}): Promise<Opened> {
  const other = await peer();
  const scope = openScope(other.address, changes);
  return { connection: await openConnection(callIn(scope), other.address, options), other, scope };
}

test("open_connection: a reader and a writer on a TCP connection", async () => {
  const { connection, other } = await opened();
  await other.echo();
  connection.writer.write("one\ntwo\n");
  await connection.writer.drain();
  expect(text(await connection.reader.readLine())).toBe("one\n");
  expect(text(await connection.reader.readExactly(3))).toBe("two");
  await connection.close();
  await other.seen("ends:1");
});

test("writer.close() ends the outgoing side, and the whole answer can still be read", async () => {
  const { connection, other } = await opened();
  connection.writer.write("question");
  await connection.writer.close();
  expect(await other.seen("ends:1")).toMatchObject({ text: "question" });
  await other.write("answer");
  await other.end();
  expect(text(await connection.reader.read())).toBe("answer");
  expect(connection.reader.atEnd).toBe(true);
  await connection.close();
});

test("the other side may end first, and writing still works", async () => {
  const { connection, other } = await opened();
  await other.write("bye");
  await other.end();
  expect(text(await connection.reader.read())).toBe("bye");
  connection.writer.write("farewell");
  await connection.close();
  expect(await other.seen("ends:1")).toMatchObject({ text: "farewell" });
});

test("close sends all written bytes, then gives the slot back", async () => {
  const { connection, other, scope } = await opened({ timeoutMs: Infinity });
  await other.pause();
  connection.writer.write(TOO_MUCH);
  const closing = connection.close();
  expect(scope.slots.free).toBe(5);
  await other.resume();
  await closing;
  expect(scope.slots.free).toBe(6);
  expect(await other.seen("ends:1")).toMatchObject({ bytes: TOO_MUCH.length });
});

test("close ends a pending read", async () => {
  const { connection, other } = await opened();
  const reading = connection.reader.read(1);
  await connection.close();
  expect(await reading).toHaveLength(0);
  await other.seen("ends:1");
});

test("await using closes the connection, also when the block throws", async () => {
  const { connection, other, scope } = await opened();
  await expect(
    (async () => {
      await using _closed = connection;
      throw new Error("left");
    })(),
  ).rejects.toThrow("left");
  await other.seen("ends:1");
  expect(scope.slots.free).toBe(6);
});

test("drain waits until the other side takes what was written", async () => {
  const { connection, other } = await opened();
  await other.pause();
  connection.writer.write(TOO_MUCH);
  let drained = false;
  const draining = connection.writer.drain().then(() => (drained = true));
  await other.seen();
  expect(drained).toBe(false);
  await other.resume();
  await draining;
  await connection.close();
});

test("reads nothing ahead", async () => {
  const { connection, other } = await opened({ limit: 10 });
  await other.write(TOO_MUCH);
  await connection.reader.readExactly(1);
  expect(connection.reader.buffered).toBeLessThan(70_000);
  await connection.close();
});

test("a reset ends reads and writes as network, and names the address and the time", async () => {
  const { connection, other, scope } = await opened();
  const reading = connection.reader.read();
  reading.catch(() => undefined);
  await other.reset();
  await expect(reading).rejects.toMatchObject({ outcome: "network" });
  await expect(reading).rejects.toThrow(
    new RegExp(`^upstream "127.0.0.1:${other.port}" failed after \\d+ ms, once connected \\(${other.address}\\): `),
  );
  const failure: unknown = await reading.catch((error: unknown) => error);
  await expect(connection.writer.drain()).rejects.toBe(failure);
  await expect(connection.close()).rejects.toBe(failure);
  expect([scope.slots.free, scope.calls[0]?.outcome]).toEqual([6, "network"]);
});

test.each([
  ["refuses", "tcp://127.0.0.1:1"],
  ["has no name", "tcp://nobody.invalid:6379"],
])("an address that %s ends as network, and the error says when", async (_what, address) => {
  const scope = openScope(address);
  await expect(openConnection(callIn(scope), address)).rejects.toMatchObject({
    name: "UpstreamError",
    outcome: "network",
  });
  await expect(openConnection(callIn(scope), address)).rejects.toThrow(
    / failed after \d+ ms, before it was connected \(tcp:/,
  );
  expect([scope.slots.free, scope.budget.spent]).toEqual([6, 2]);
});

test("an invalid address is a TypeError, as with scope.fetch", async () => {
  await expect(openConnection(callIn(openScope("")), "redis.example.com")).rejects.toThrow(TypeError);
});

test("a timeoutMs that no timer can wait is a RangeError, and nothing is spent", async () => {
  const scope = openScope("tcp://127.0.0.1:1");
  await expect(openConnection(callIn(scope), "tcp://127.0.0.1:1", { timeoutMs: NaN })).rejects.toThrow(RangeError);
  expect([scope.slots.free, scope.budget.spent, scope.calls]).toEqual([6, 0, []]);
});

describe("timeouts, with fake time", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  test("timeoutMs ends a read", async () => {
    const { connection } = await opened({ timeoutMs: 50 });
    const reading = connection.reader.read();
    reading.catch(() => undefined);
    vi.advanceTimersByTime(50);
    await expect(reading).rejects.toMatchObject({ outcome: "timeout" });
    await expect(connection.reader.read()).rejects.toThrow(/passed its 50 ms timeout once connected/);
  });

  test("timeoutMs ends a write that the other side does not read", async () => {
    const { connection, other } = await opened({ timeoutMs: 50 });
    await other.pause();
    connection.writer.write(TOO_MUCH);
    const closing = connection.close();
    vi.advanceTimersByTime(50);
    await expect(closing).rejects.toMatchObject({ outcome: "timeout" });
  });

  test("timeoutMs ends a TLS handshake that the other side does not answer", async () => {
    const other = await peer();
    const scope = openScope(other.address);
    const opening = openConnection(callIn(scope), other.address, { tls: "on", timeoutMs: 50 });
    opening.catch(() => undefined);
    await other.seen("bytes:1");
    vi.advanceTimersByTime(50);
    await expect(opening).rejects.toMatchObject({ outcome: "timeout" });
    expect(scope.slots.free).toBe(6);
  });

  test("U7 the scope's deadline ends a running connection, and the error says so", async () => {
    const { connection } = await opened({ timeoutMs: Infinity }, { deadlineMs: 150 });
    const reading = connection.reader.read();
    reading.catch(() => undefined);
    vi.advanceTimersByTime(150);
    await expect(reading).rejects.toMatchObject({ outcome: "deadline" });
  });

  test("U5 a connection that never got a slot ends as not_attempted", async () => {
    const other = await peer();
    const scope = openScope(other.address, { deadlineMs: 200 });
    await Promise.all(Array.from({ length: 6 }, () => openConnection(callIn(scope), other.address)));
    const seventh = openConnection(callIn(scope), other.address);
    seventh.catch(() => undefined);
    vi.advanceTimersByTime(200);
    await expect(seventh).rejects.toMatchObject({ outcome: "not_attempted" });
  });
});

test("U32 a client that leaves closes the connection", async () => {
  const client = countedSignal();
  const { connection, other } = await opened({}, { clientSignal: client.signal });
  const reading = connection.reader.read();
  reading.catch(() => undefined);
  client.abort();
  await expect(reading).rejects.toMatchObject({ outcome: "client_gone" });
  await other.seen("ends:1");
});

test("U33 an open connection is closed with its scope", async () => {
  const other = await peer();
  const scope = new Scope(scopeOptions(other.address));
  const release = scope.hold();
  const connection = await openConnection(callIn(scope), other.address);
  release();
  await other.seen("ends:1");
  await expect(connection.reader.read()).rejects.toMatchObject({ outcome: "cancelled" });
});

test("a signal that has aborted keeps the connection from being opened, and nothing is spent", async () => {
  const task = countedSignal();
  task.abort();
  const other = await peer();
  const scope = openScope(other.address);
  await expect(openConnection(callIn(scope), other.address, task)).rejects.toMatchObject({ outcome: "cancelled" });
  expect(scope.budget.spent).toBe(0);
});

test("signal ends the connection in a read", async () => {
  const task = new AbortController();
  const { connection, other } = await opened({ signal: task.signal });
  const reading = connection.reader.read();
  reading.catch(() => undefined);
  task.abort();
  await expect(reading).rejects.toMatchObject({ outcome: "cancelled" });
  await other.seen("ends:1");
});

test("a signal that aborts when the connection is closed changes nothing about how it ended", async () => {
  const task = new AbortController();
  const { connection, scope } = await opened({ signal: task.signal });
  await connection.close();
  task.abort();
  expect(scope.calls[0]?.outcome).toBe("ok");
});

test("a task that is cancelled takes its connection along", async () => {
  const other = await peer();
  const scope = openScope(other.address);
  const boom = new Error("boom");
  const run = gather([
    async ({ signal }) => (await openConnection(callIn(scope), other.address, { signal })).reader.read(),
    async () => {
      await other.seen("connections:1");
      throw boom;
    },
  ]);
  await expect(run).rejects.toBe(boom);
  await other.seen("ends:1");
});

test("U1 an open connection holds one of six slots; the seventh waits for one of them to be closed", async () => {
  const other = await peer();
  const scope = openScope(other.address);
  const six = await Promise.all(Array.from({ length: 6 }, () => openConnection(callIn(scope), other.address)));
  const seventh = openConnection(callIn(scope), other.address);
  await other.seen("connections:6");
  expect([await other.seen(), scope.slots.free]).toMatchObject([{ connections: 6 }, 0]);
  await six[0]?.close();
  await (await seventh).close();
  expect(await other.seen("connections:7")).toMatchObject({ connections: 7 });
  await Promise.all(six.map((connection) => connection.close()));
});

test("U11 a connection spends a subrequest; without one, an error comes and nothing is sent", async () => {
  const { connection, other, scope } = await opened({}, { subrequests: 1 });
  await expect(openConnection(callIn(scope), other.address)).rejects.toMatchObject({ outcome: "over_budget" });
  expect(scope.slots.free).toBe(5);
  expect(await other.seen("connections:1")).toMatchObject({ connections: 1 });
  await connection.close();
});

test("the scope records it as a call: upstream, outcome, time to connect", async () => {
  const { connection, scope } = await opened({ upstream: "redis" });
  await connection.close();
  const [call] = scope.calls;
  expect([call?.upstream, call?.outcome]).toEqual(["redis", "ok"]);
  expect(call?.timing()).toMatchObject({ attempts: 1, ttfbMs: expect.any(Number) as number });
});

test("a failed connection that no code awaits leaves no unhandled rejection", async () => {
  const reasons = await unhandledDuring(async () => {
    const { connection, other } = await opened();
    await other.pause();
    connection.writer.write(TOO_MUCH);
    await other.reset();
    await expect(connection.close()).rejects.toMatchObject({ outcome: "network" });
  });
  expect(reasons).toEqual([]);
});

test("no listener is left on the caller's signal", async () => {
  const task = countedSignal();
  const { connection } = await opened({ signal: task.signal });
  const reading = connection.reader.read();
  await connection.close();
  await reading;
  expect(task.listeners()).toBe(0);
});
