// The order of a protocol's callbacks, for every state and every end of a connection.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createConnection } from "../../src/net/create-connection.ts";
import type { Protocol } from "../../src/net/protocol.ts";
import type { Transport } from "../../src/net/transport.ts";
import { Scope } from "../../src/upstream/request/scope.ts";
import { type Peer, peer } from "../support/peer.ts";
import { scopeOptions } from "../support/scope-options.ts";
import { turn } from "../support/turn.ts";
import { Recorder } from "./recorder.ts";
import { callIn } from "../support/call-in.ts";

/** A connection with both ends, and the ways to end it. */
interface Case {
  readonly transport: Transport;
  readonly protocol: Recorder;
  readonly other: Peer;
  readonly leave: () => void;
  readonly closeScope: () => void;
}

/** More than the network and both ends' buffers hold. */
const TOO_MUCH = new Uint8Array(20_000_000);

const states: Record<string, { readonly more?: Protocol; readonly reach: (of: Case) => Promise<unknown> }> = {
  idle: { reach: async () => undefined },
  "after data": {
    async reach({ other, protocol }) {
      await other.write("a");
      await protocol.called("data:a");
    },
  },
  "half open": {
    more: { eofReceived: () => true },
    async reach({ other, protocol }) {
      await other.end();
      await protocol.called("eof");
    },
  },
  "after writeEof": {
    async reach({ transport, other }) {
      transport.write("b");
      transport.writeEof();
      await other.seen("ends:1");
    },
  },
  "paused, with a read under way": {
    async reach({ transport, other }) {
      await turn();
      transport.pauseReading();
      await other.write("held");
    },
  },
  "paused from dataReceived": {
    async reach({ other, protocol }) {
      await other.write("a");
      await protocol.called("data:a");
    },
    more: {
      connectionMade(transport) {
        this.dataReceived = () => transport.pauseReading();
      },
    },
  },
  "full of what the other side does not take": {
    async reach({ transport, other, protocol }) {
      await other.pause();
      transport.write(TOO_MUCH);
      await protocol.called("pause");
    },
  },
};

const endings: Record<string, { readonly lost: string; readonly end: (of: Case) => unknown; readonly not?: RegExp }> = {
  close: { lost: "lost", end: ({ transport }) => transport.close(), not: /^full/ },
  "close, taken up later": {
    lost: "lost",
    async end({ transport, other }) {
      transport.close();
      await other.resume();
    },
  },
  abort: { lost: "lost", end: ({ transport }) => transport.abort() },
  "abort, then close": {
    lost: "lost",
    end({ transport }) {
      transport.abort();
      transport.close();
    },
  },
  "close, then abort": {
    lost: "lost",
    end({ transport }) {
      transport.close();
      transport.abort();
    },
  },
  "the caller's signal": { lost: "lost:cancelled", end: ({ leave }) => leave() },
  "the end of the scope": { lost: "lost:cancelled", end: ({ closeScope }) => closeScope() },
  "the other side's end": {
    lost: "lost",
    async end({ transport, other }) {
      await other.end();
      transport.resumeReading();
    },
    not: /^(full|half)/,
  },
  "the other side's reset": {
    lost: "lost:network",
    async end({ transport, other }) {
      await other.reset();
      transport.resumeReading();
      transport.write("x");
    },
    not: /^(half|after writeEof)/,
  },
};

const matrix = Object.entries(states).flatMap(([state, { more, reach }]) =>
  Object.entries(endings)
    .filter(([, { not }]) => not?.test(state) !== true)
    .map(([ending, { lost, end }]) => ({ state, ending, more, reach, lost, end })),
);

test.for(matrix)(
  "$state, ended by $ending: connectionMade comes first, connectionLost comes last and once",
  async ({ more, reach, lost, end }) => {
    const other = await peer();
    const scope = new Scope(scopeOptions(other.address));
    const closeScope = scope.hold();
    const task = new AbortController();
    const recorder = new Recorder(more && { ...more });
    const { transport, protocol } = await createConnection(callIn(scope), () => recorder, other.address, {
      signal: task.signal,
    });
    const of = { transport, protocol, other, leave: () => task.abort(), closeScope };
    await reach(of);

    await end(of);
    await protocol.lost;
    transport.resumeReading();
    transport.close();
    transport.abort();
    await turn();
    await turn();

    expect(protocol.calls.join(" ")).toMatch(/^made( data:\w+| pause| resume)*( eof)?( resume)? lost(:\w+)?$/);
    expect(protocol.calls.at(-1)).toBe(lost);
    const turns = protocol.calls.filter((call) => call === "pause" || call === "resume");
    expect(turns).toEqual(["pause", "resume"].slice(0, turns.length));
    expect([transport.isClosing, transport.isReading, scope.slots.free]).toEqual([true, false, 6]);
    if (!scope.signal.aborted) closeScope();
  },
);

const own = ["write", "write much", "pauseReading", "resumeReading", "writeEof", "close", "abort"] as const;
const others = ["write", "end", "pause", "resume", "echo", "reset"] as const;

const conversation = fc.array(
  fc.oneof(
    fc.constantFrom(...own).map((what) => ({ who: "own", what }) as const),
    fc.constantFrom(...others).map((what) => ({ who: "other", what }) as const),
  ),
  { maxLength: 8 },
);

test("100 random conversations: connectionMade first, connectionLost last and once, pause and resume by turns", async () => {
  await fc.assert(
    fc.asyncProperty(conversation, fc.boolean(), async (steps, halfOpen) => {
      const other = await peer();
      const scope = new Scope(scopeOptions(other.address));
      const closeScope = scope.hold();
      const recorder = new Recorder({ eofReceived: () => halfOpen });
      const { transport, protocol } = await createConnection(callIn(scope), () => recorder, other.address);
      for (const { who, what } of steps) {
        if (who === "other") await other[what]("a");
        else if (what === "write much") send(transport, TOO_MUCH.subarray(0, 1_000_000));
        else if (what === "write") send(transport, "b");
        else transport[what]();
      }
      closeScope();
      await protocol.lost;
      await turn();
      expect(protocol.calls.join(" ")).toMatch(
        /^made( data:\S*| pause| resume)*( eof)?( pause| resume)* lost(:network|:cancelled)?$/,
      );
      const turns = protocol.calls.filter((call) => call === "pause" || call === "resume");
      expect(turns).toEqual(turns.map((_, index) => (index % 2 === 0 ? "pause" : "resume")));
      expect(scope.slots.free).toBe(6);
    }),
    { numRuns: 100 },
  );
}, 60_000);

function send(transport: Transport, data: string | Uint8Array): void {
  try {
    transport.write(data);
  } catch (error) {
    expect(String(error)).toMatch(/after writeEof/);
  }
}
