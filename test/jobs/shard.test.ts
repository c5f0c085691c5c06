// The ledger, with a clock that is set and messages that are delivered by hand.
import { abortAllDurableObjects, evictDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Claim } from "../../src/jobs/claim.ts";
import { begun, OWNER, reportOf, requests, uploaded } from "./ledger.ts";

const LEASE_MS = 30_000;

// So far ahead that no alarm fires by itself.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2090, 0, 1) });
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const advance = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

describe("I2 a message is a hint", () => {
  test("a message delivered twice is done once", async () => {
    const ledger = await begun(requests(10));
    const claims: Claim[] = [];
    await ledger.deliver([0, 0], (claim, send) => {
      claims.push(claim);
      return send(reportOf(claim));
    });
    await ledger.deliver([0]);
    expect(claims.map(({ lines }) => lines.length)).toEqual([10]);
    expect(await ledger.status()).toMatchObject({ state: "done", total: 10, settled: 10, ok: 10 });
  });

  test("a message of a chunk that was never sent, or that does not exist, does nothing", async () => {
    const ledger = await uploaded(requests(10));
    await ledger.deliver([0, 7]);
    expect((await ledger.results()).size).toBe(0);
  });

  test("I6 a lost message is sent again when its lease is over, each time after twice as long", async () => {
    const ledger = await begun(requests(10));
    for (const leases of [1, 2, 4]) {
      advance(leases * LEASE_MS - 1);
      await ledger.fireShard();
      const [before] = await ledger.chunks();
      advance(1);
      await ledger.fireShard();
      const [after] = await ledger.chunks();
      expect([before?.sends, after?.sends, after?.state]).toEqual([Math.log2(leases), Math.log2(leases) + 1, 1]);
    }
    await ledger.work();
    expect(await ledger.status()).toMatchObject({ state: "done", ok: 10 });
  });
});

describe("a claim", () => {
  test("whose consumer dies is tried in halves, until what kills it is alone: that one is lost, all others are ok", async () => {
    const ledger = await begun(requests(10));
    const poison = 7;
    for (let round = 0; round < 20 && (await ledger.chunks()).length > 0; round++) {
      await ledger
        .work((claim, send) => {
          if (claim.lines.some(({ index }) => index === poison)) throw new Error("the consumer dies");
          return send(reportOf(claim));
        })
        .catch(() => undefined);
      advance(LEASE_MS);
      await ledger.fireShard();
    }
    const results = await ledger.results();
    expect([...results].filter(([, outcome]) => outcome !== "ok")).toEqual([[poison, "lost"]]);
    expect(results.size).toBe(10);
  });

  test("J4 poison that takes all consumers of its isolate with it is alone in the end, and loses nothing else", async () => {
    const ledger = await begun(requests(20));
    const poison = 13;
    for (let round = 0; round < 60 && (await ledger.chunks()).length > 0; round++) {
      const sent = await ledger.sent();
      const claims: Claim[] = [];
      const dead = new Error("the isolate dies");
      const isDead = () => claims.some(({ lines }) => lines.some(({ index }) => index === poison));
      // All have claimed before one reports: the isolate dies with everything that is under way in it.
      const all = Promise.withResolvers<void>();
      let left = sent.length;
      await ledger.deliver(sent, async (claim, send) => {
        claims.push(claim);
        if (--left === 0) all.resolve();
        await all.promise;
        if (isDead()) throw dead;
        return send(reportOf(claim));
      });
      if (isDead()) advance(LEASE_MS);
      await ledger.alarm();
    }
    const results = await ledger.results();
    expect([...results].filter(([, outcome]) => outcome !== "ok")).toEqual([[poison, "lost"]]);
    expect(results.size).toBe(20);
  });

  test("lives as long as its consumer reports", async () => {
    const ledger = await begun(requests(4));
    await ledger.deliver([0], async (claim, send) => {
      for (let beat = 0; beat < 5; beat++) {
        advance(LEASE_MS - 1);
        await ledger.fireShard();
        const answer = await send({ results: [], later: [], pausedUntil: 0, over: false });
        expect(answer.go).toBe(true);
      }
      return send(reportOf(claim));
    });
    expect((await ledger.results()).size).toBe(4);
  });

  test("I3 a result that comes after the lease counts where there is none, and is dropped where there is one", async () => {
    const ledger = await begun(requests(1));
    await ledger.deliver([0], async (claim, send) => {
      advance(LEASE_MS);
      await ledger.fireShard();
      await ledger.deliver([0], (second, sendSecond) => sendSecond(reportOf(second, () => "second")));
      return send(reportOf(claim, () => "first"));
    });
    expect([...(await ledger.results())]).toEqual([[0, "second"]]);

    const other = await begun(requests(1));
    await other.deliver([0], async (claim, send) => {
      advance(LEASE_MS);
      await other.fireShard();
      const { go } = await send(reportOf(claim, () => "first"));
      expect(go).toBe(false);
      return { go: false, more: false, pausedUntil: 0 };
    });
    expect([...(await other.results())]).toEqual([[0, "first"]]);
    expect(await other.status()).toMatchObject({ state: "done", settled: 1 });
  });

  test("a consumer whose lease is over takes nothing from the one that has the chunk now", async () => {
    const ledger = await begun(requests(2));
    await ledger.deliver([0], async (stale, send) => {
      advance(LEASE_MS);
      await ledger.fireShard();
      await ledger.deliver([0], async (claim, sendSecond) => {
        const later = stale.lines.map(({ index }) => ({ index, at: 0, tried: true }));
        expect(await send({ results: [], later, pausedUntil: 0, over: true })).toMatchObject({
          go: false,
          more: false,
        });
        expect((await ledger.chunks())[0]).toMatchObject({ state: 2, token: claim.token });
        return sendSecond(reportOf(claim));
      });
      return { go: false, more: false, pausedUntil: 0 };
    });
  });

  test("a report that is made twice counts once", async () => {
    const ledger = await begun(requests(5));
    await ledger.deliver([0], async (claim, send) => {
      await send(reportOf(claim));
      return send(reportOf(claim));
    });
    expect((await ledger.results()).size).toBe(5);
    expect(await ledger.status()).toMatchObject({ settled: 5, byOutcome: { ok: 5 } });
  });
});

describe("I8 what must not be sent twice", () => {
  test("J0 is claimed six at a time, without another message", async () => {
    const ledger = await begun(requests(10, { once: true }));
    const claims: number[] = [];
    await ledger.deliver([0], (claim, send) => {
      claims.push(claim.lines.length);
      return send(reportOf(claim));
    });
    expect(claims).toEqual([6, 4]);
    expect(await ledger.status()).toMatchObject({ state: "done", ok: 10 });
  });

  test("is lost where its consumer dies, and never handed out again; what was not handed out goes on", async () => {
    const ledger = await begun(requests(10, { once: true }));
    const handed: number[] = [];
    let dies = true;
    const run = (claim: Claim, send: Parameters<Parameters<typeof ledger.deliver>[1] & object>[1]) => {
      handed.push(...claim.lines.map(({ index }) => index));
      if (dies) throw new Error("the consumer dies");
      return send(reportOf(claim));
    };
    await ledger.deliver([0], run);
    dies = false;
    advance(LEASE_MS);
    await ledger.fireShard();
    await ledger.work(run);
    expect(handed).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await ledger.status()).toMatchObject({ state: "done", byOutcome: { ok: 4, lost: 6 } });
  });
});

describe("what is put off", () => {
  test("J5 goes out again at its time, in a chunk of its own, and the lane waits until then", async () => {
    const ledger = await begun(requests(20), { concurrency: 1 });
    const at = Date.now() + 5_000;
    await ledger.deliver([0], (claim, send) => {
      const { results } = reportOf(claim);
      const later = [{ index: 3, at, tried: true }];
      return send({ results: results.filter(({ index }) => index !== 3), later, pausedUntil: at, over: true });
    });
    expect(await ledger.sent()).toEqual([]);
    advance(4_999);
    await ledger.fireShard();
    expect(await ledger.sent()).toEqual([]);
    advance(1);
    await ledger.fireShard();
    const putOffs: number[] = [];
    await ledger.work((claim, send) => {
      putOffs.push(claim.putOffs);
      return send(reportOf(claim));
    });
    expect(putOffs).toEqual([0, 1]);
    expect(await ledger.status()).toMatchObject({ state: "done", ok: 20 });
  });

  test("the alarm is moved forward for it", async () => {
    const ledger = await begun(requests(2));
    const at = Date.now() + 1_000;
    await ledger.deliver([0], (claim, send) =>
      send({ ...reportOf(claim), results: [], later: claim.lines.map(({ index }) => ({ index, at, tried: true })) }),
    );
    advance(1_000);
    expect(await ledger.fireShard()).toBe(true);
    expect((await ledger.sent()).length).toBe(1);
  });
});

describe("J5 politeness per origin", () => {
  test("concurrency: no more calls are granted at once than it allows, to each origin its own", async () => {
    const list = requests(60).concat(requests(60, { origin: "https://other.test" }));
    const ledger = await begun(list, { concurrency: 8 });
    const slots = (await ledger.chunks())
      .filter(({ state }) => state === 1)
      .map(({ lane, slots: granted }) => [lane, granted]);
    expect(slots).toEqual([
      ["https://origin.test", 6],
      ["https://origin.test", 2],
      ["https://other.test", 6],
      ["https://other.test", 2],
    ]);
  });

  test("ratePerSecond: starts are handed out one after the other, across claims", async () => {
    const ledger = await begun(requests(30), { ratePerSecond: 10 });
    const started = Date.now();
    const starts: number[] = [];
    for (let round = 0; round < 5; round++) {
      await ledger.work(({ startAt, everyMs, lines, ...claim }, send) => {
        starts.push(...lines.map((_, at) => startAt + at * everyMs - started));
        return send(reportOf({ startAt, everyMs, lines, ...claim }));
      });
      advance(1_000);
      await ledger.fireShard();
    }
    expect(starts).toEqual(Array.from({ length: 30 }, (_, at) => at * 100));
  });
});

describe("what a shard tells", () => {
  const progress = (seq: number, counts: Record<string, number>) => {
    const settled = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { shard: 0, seq, settled, counts };
  };

  test("I4 counts once, and never backwards, however late or often it comes", async () => {
    const ledger = await begun(requests(20));
    for (const told of [
      progress(1, { ok: 10 }),
      progress(1, { ok: 10 }),
      progress(3, { ok: 12 }),
      progress(2, { ok: 11 }),
    ])
      expect(await ledger.job.hear(ledger.id, told)).toBe(true);
    expect((await ledger.job.watch(ledger.id, OWNER))?.status.settled).toBe(12);
    expect(await ledger.job.log(ledger.id, OWNER, 0, 10)).toMatchObject([
      { seq: 1, after: 0, upTo: 1 },
      { seq: 2, after: 1, upTo: 3 },
    ]);
  });

  test.each([
    ["too many failures", { http_error: 2 }, 1],
    ["a shard that is through", { ok: 20 }, 30],
  ])("%s wakes the job at once", async (_what, counts, total) => {
    const ledger = await uploaded(requests(20), { maxFailures: 1 }, 10, "dies");
    await ledger.job.seal(ledger.id, "digest", [20, total]);
    await ledger.fireJob();
    expect(await ledger.alarmOfJob()).toBeGreaterThan(Date.now());
    await ledger.job.hear(ledger.id, progress(1, counts));
    expect(await ledger.alarmOfJob()).toBe(Date.now());
  });

  test("of a job that is not there any more makes the shard forget everything", async () => {
    const ledger = await begun(requests(10));
    await ledger.job.cancel(ledger.id, OWNER);
    await ledger.work();
    await ledger.fireShard();
    await ledger.status();
    await ledger.change("UPDATE shard SET job = 'another'");
    await ledger.change("UPDATE shard SET sentSeq = 0");
    await ledger.alarm();
    expect(await ledger.tables()).not.toContain("shard");
  });
});

describe("ending", () => {
  test("J3 cancel settles what no consumer has at once, and the rest when it is reported", async () => {
    const ledger = await begun(requests(40), { concurrency: 6 });
    await ledger.deliver([0], async (claim, send) => {
      const cancelled = await ledger.job.cancel(ledger.id, OWNER);
      expect(cancelled?.status.state).toBe("cancelling");
      await ledger.fireJob();
      const answer = await send({ ...reportOf(claim), results: [], over: false });
      expect(answer.go).toBe(false);
      return send({ ...reportOf(claim), results: reportOf(claim).results.slice(0, 3) });
    });
    expect(await ledger.status()).toMatchObject({ state: "cancelled", byOutcome: { ok: 3, cancelled: 37 } });
    await ledger.job.cancel(ledger.id, OWNER);
    expect(await ledger.status()).toMatchObject({ state: "cancelled", byOutcome: { ok: 3, cancelled: 37 } });
  });

  test("I7 the deadline ends a job, whatever is left", async () => {
    const ledger = await begun(requests(20), { deadlineS: 60, concurrency: 6 });
    await ledger.deliver([0]);
    advance(60_000);
    await ledger.fireJob();
    expect(await ledger.status()).toMatchObject({ state: "timedOut", byOutcome: { ok: 10, not_attempted: 10 } });
  });

  test.each([
    [5, "cancelling"],
    ["20%", "cancelling"],
    [10, "running"],
    ["25%", "running"],
  ])("I7 maxFailures %s: of 40 requests 10 fail, and the job is %s", async (maxFailures, state) => {
    const ledger = await begun(requests(40), { maxFailures, concurrency: 6 });
    await ledger.deliver([0], (claim, send) => send(reportOf(claim, () => "http_error")));
    expect((await ledger.status()).state).toBe(state);
    if (state === "cancelling") {
      await ledger.fireJob();
      expect(await ledger.status()).toMatchObject({ state: "failed", byOutcome: { http_error: 10, cancelled: 30 } });
    }
  });

  test("J6 a job is deleted with all its rows when its time is over, and when its owner says so", async () => {
    for (const way of ["expiry", "removal"]) {
      const ledger = await begun(requests(10), { ttlS: 100 });
      await ledger.work();
      await ledger.status();
      if (way === "removal") expect(await ledger.job.remove(ledger.id, OWNER)).toBe("removed");
      advance(100_000);
      await ledger.fireJob();
      expect(await ledger.job.watch(ledger.id, OWNER)).toBeUndefined();
      expect(await ledger.tables()).toEqual([]);
    }
  });

  test("a job that runs is not removed, and not by another owner", async () => {
    const ledger = await begun(requests(10));
    expect(await ledger.job.remove(ledger.id, OWNER)).toBe("running");
    expect(await ledger.job.remove(ledger.id, "another")).toBe("unknown");
    expect(await ledger.job.watch(ledger.id, "another")).toBeUndefined();
  });
});

test("state survives an eviction and an abort", async () => {
  const ledger = await begun(requests(20));
  await ledger.deliver([0]);
  await evictDurableObject(ledger.shard);
  await evictDurableObject(ledger.job);
  await abortAllDurableObjects();
  await ledger.work();
  expect(await ledger.status()).toMatchObject({ state: "done", ok: 20 });
});

test("I9 rows of a later version are left alone, and a consumer of a later version gets nothing", async () => {
  const ledger = await begun(requests(10));
  expect(await ledger.shard.claim(2, 0)).toBeNull();
  await ledger.change("UPDATE shard SET v = 2");
  expect(await ledger.shard.claim(1, 0)).toBeNull();
  advance(LEASE_MS);
  await ledger.fireShard();
  expect(await ledger.sent()).toEqual([0]);
});

test("I9 a message of another version does nothing, and its chunk is sent again when the lease is over", async () => {
  const ledger = await begun(requests(10));
  await ledger.deliver([0], undefined, 2);
  expect(await ledger.chunks()).toMatchObject([{ state: 1, sends: 0 }]);
  advance(LEASE_MS);
  await ledger.fireShard();
  expect(await ledger.chunks()).toMatchObject([{ state: 1, sends: 1 }]);
  await ledger.work();
  expect(await ledger.status()).toMatchObject({ state: "done", ok: 10 });
});

test("an upload that dies leaves nothing behind, and frees its name", async () => {
  const ledger = await uploaded(requests(1_100), {}, 10, "dies");
  expect((await ledger.chunks()).length).toBe(100);
  advance(120_000);
  await ledger.fireJob();
  await ledger.fireShard();
  expect(await ledger.tables()).toEqual([]);
  expect(await ledger.job.renew(ledger.id)).toBe(false);
});
