// Probes of a silent server. Time is fake.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Probe, probeTarget, type Target } from "../../src/net/probe-target.ts";
import type { Scope } from "../../src/upstream/request/scope.ts";
import type { ScopeOptions } from "../../src/upstream/request/scope-options.ts";
import { openScope } from "../support/open-scope.ts";
import { type Peer, peer } from "../support/peer.ts";
import { turn } from "../support/turn.ts";
import { callIn } from "../support/call-in.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

interface Probing {
  readonly other: Peer;
  readonly scope: Scope;
  readonly probe: (target?: Omit<Target, "url">, timeoutMs?: number) => Promise<Probe>;
}

async function silent(changes: Partial<ScopeOptions> = {}): Promise<Probing> {
  const other = await peer();
  const scope = openScope(other.address, changes);
  const probe: Probing["probe"] = (target = {}, timeoutMs) =>
    probeTarget(callIn(scope), { url: other.address, ...target }, { timeoutMs });
  return { other, scope, probe };
}

/** Resolves when the connection is made at both ends. */
async function connected({ other, scope }: Probing): Promise<void> {
  await other.seen("connections:1");
  while ((scope.calls[0]?.timing().ttfbMs ?? null) === null) await turn();
}

test.each<[string, Partial<ScopeOptions>, number | undefined]>([
  ["timeoutMs", {}, 300],
  ["the deadline", { deadlineMs: 300 }, undefined],
])(
  "a silent server is reachable even if %s is over before the wait for a banner",
  async (...[, changes, timeoutMs]) => {
    const probing = await silent(changes);
    const result = probing.probe({}, timeoutMs);
    await connected(probing);
    vi.advanceTimersByTime(300);
    expect(await result).toMatchObject({ reachable: true, outcome: "ok", firstByteMs: null });
  },
);

test("a server that accepts but does not answer the text is not reachable", async () => {
  const probing = await silent();
  const result = probing.probe({ send: "PING" }, 300);
  await probing.other.seen("bytes:4");
  vi.advanceTimersByTime(300);
  expect(await result).toMatchObject({
    reachable: false,
    outcome: "timeout",
    connectMs: expect.any(Number) as number,
    firstByteMs: null,
  });
});

test("U5 targets without a slot at the deadline are not_attempted", async () => {
  const { other, probe } = await silent({ deadlineMs: 400, timeoutMs: Infinity });
  const results = Array.from({ length: 8 }, () => probe({ send: "x" }));
  await other.seen("bytes:6");
  vi.advanceTimersByTime(400);
  const ends = (await Promise.all(results)).map(({ outcome }) => outcome);
  expect(ends).toEqual([...Array<string>(6).fill("deadline"), ...Array<string>(2).fill("not_attempted")]);
});
