// Many ids in one call, against an upstream that echoes what it was asked.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import * as z from "zod";
import { gather, gatherSettled } from "../../src/gather/index.ts";
import { type BatchDeclaration, declareBatch } from "../../src/upstream/declare-batch.ts";
import type { CallContext } from "../../src/upstream/request/call-context.ts";
import type { Scope } from "../../src/upstream/request/scope.ts";
import { callIn } from "../support/call-in.ts";
import { openScope } from "../support/open-scope.ts";
import { corner } from "../support/worker.ts";

let names = 0;
const Prices = z.record(z.string(), z.unknown());
type Changes = Partial<BatchDeclaration<string, typeof Prices, z.ZodNumber>>;

/** Prices of ids. `known` is what the upstream answers, whatever it is asked. */
function prices(known: object, recipe = "", changes: Changes = {}) {
  const at = corner();
  const url = new URL(at.fault(`${recipe}&body=${encodeURIComponent(JSON.stringify(known))}`));
  const sent: (readonly string[])[] = [];
  const price = declareBatch<string, typeof Prices, z.ZodNumber>({
    name: `prices-${++names}`,
    origin: "FORECAST_ORIGIN",
    most: 3,
    policy: { retries: 0 },
    request(ids: readonly string[]) {
      sent.push(ids);
      return { path: "/fault", query: Object.fromEntries(url.searchParams) };
    },
    all: Prices,
    pick: (all, id) => all[id],
    answer: z.number(),
    ...changes,
  } as BatchDeclaration<string, typeof Prices, z.ZodNumber>);
  const of = (ids: readonly string[]) => ids.map((id) => (each: CallContext) => price(each, id));
  return { price, of, sent, seen: at.seen };
}

function scopeWith(): Scope {
  const worker = {
    env,
    origins: new Map([["FORECAST_ORIGIN", corner().origin]]),
    caching: false,
    waitUntil: () => undefined,
  };
  return openScope("https://elsewhere.test", { worker });
}

test("E4 ids asked for in one turn are one call, each id once", async () => {
  const { of, sent } = prices({ a: 1, b: 2 });
  const scope = scopeWith();
  expect(await gather(of(["a", "b", "a"]), { context: callIn(scope) })).toEqual([1, 2, 1]);
  expect(sent).toEqual([["a", "b"]]);
  expect([scope.budget.spent, scope.calls.length]).toEqual([1, 1]);
});

test("E4 one missing id, or one that is not as declared, fails its asker alone", async () => {
  const { of } = prices({ a: 1, b: "dear" });
  const context = callIn(scopeWith());
  const [a, b, c] = await gatherSettled(of(["a", "b", "c"]), { context });
  expect(a).toEqual({ status: "fulfilled", value: 1 });
  expect(b).toMatchObject({
    reason: { outcome: "invalid", message: expect.stringContaining("expected number") as string },
  });
  expect(c).toMatchObject({
    reason: { outcome: "invalid", message: `upstream "prices-${names}" answered without "c"` },
  });
  expect(context.calls.map(({ outcome }) => outcome)).toEqual(["ok", "invalid", "invalid"]);
});

test("E4 a call that fails fails for all who asked", async () => {
  const { of, seen } = prices({}, "status=503");
  const ends = await gatherSettled(of(["a", "b"]), { context: callIn(scopeWith()) });
  expect(ends).toMatchObject([{ reason: { outcome: "http_error" } }, { reason: { outcome: "http_error" } }]);
  expect(await seen()).toMatchObject({ requests: 1 });
});

test("E4 more ids than one call may have are sent in further calls", async () => {
  const { of, sent } = prices({ a: 1, b: 2, c: 3, d: 4, e: 5 });
  await gather(of(["a", "b", "c", "d", "e"]), { context: callIn(scopeWith()) });
  expect(sent).toEqual([
    ["a", "b", "c"],
    ["d", "e"],
  ]);
});

test("E4 another request's ids, and those of a later turn, are calls of their own", async () => {
  const { price, sent } = prices({ a: 1 });
  const [one, other] = [callIn(scopeWith()), callIn(scopeWith())];
  await Promise.all([price(one, "a"), price(other, "a")]);
  await price(one, "a");
  expect(sent).toEqual([["a"], ["a"], ["a"]]);
});

test("E4 an asker may leave; the call is cancelled when all have left", async () => {
  const { price, seen } = prices({}, "stall=headers");
  const scope = scopeWith();
  const controllers = [new AbortController(), new AbortController()];
  const asking = controllers.map(({ signal }) =>
    price(callIn(scope).fork(AbortSignal.any([scope.signal, signal])), "a").catch((error: unknown) => error),
  );
  await seen("requests:1");
  controllers[0]?.abort(new Error("enough"));
  expect(await asking[0]).toMatchObject({ outcome: "cancelled" });
  expect(await seen()).toMatchObject({ waitingForHeaders: 1 });
  controllers[1]?.abort(new Error("enough"));
  expect(await asking[1]).toMatchObject({ outcome: "cancelled" });
  expect(await seen("leftEarly:1")).toMatchObject({ waitingForHeaders: 0 });
});

test("E4 a number of ids that no call could have is refused at the declaration", () => {
  for (const most of [0, -1, 1.5, NaN]) expect(() => prices({}, "", { most })).toThrow(RangeError);
});
