// The memory for bodies, of one request and of all requests of an isolate.
import { expect, onTestFinished, test, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { BodyRoom, NoRoomError } from "../../src/upstream/body/body-room.ts";
import { isIsolateFull, MAX_ISOLATE_BYTES } from "../../src/upstream/body/isolate-room.ts";
import { Scope } from "../../src/upstream/request/scope.ts";
import { openScope } from "../support/open-scope.ts";
import { scopeOptions } from "../support/scope-options.ts";
import { corner, problem } from "../support/worker.ts";
import { problemType } from "../support/problem-type.ts";

const MIB = 1_048_576;

/** Room of a request that lasts until the test ends, `deadlineMs` at most. */
function roomOf(maxBytes: number, deadlineMs = 1_000): BodyRoom {
  const deadlineAt = performance.now() + deadlineMs;
  const room = new BodyRoom(maxBytes, () => deadlineAt);
  onTestFinished(() => room.end());
  return room;
}

/** Rooms of five requests that hold all that an isolate may. */
function fiveFull(): readonly BodyRoom[] {
  const rooms = Array.from({ length: 5 }, () => roomOf(16 * MIB));
  for (const room of rooms) room.keep(16 * MIB);
  return rooms;
}

test("R12 one request holds its limit and not a byte more, and returned room can be used again", () => {
  const room = roomOf(100);
  room.keep(60);
  expect(() => room.keep(41)).toThrow(
    new NoRoomError("bodies_limit", "answered with more than the bodies of one request may have together"),
  );
  room.keep(40);
  room.drop(60);
  room.keep(60);
});

test("R33 all requests of an isolate hold 80 MiB together; past that a read says why", () => {
  const rooms = fiveFull();
  expect(5 * 16 * MIB).toBe(MAX_ISOLATE_BYTES);
  const late = roomOf(16 * MIB);
  expect(() => late.keep(1)).toThrow("was not read: running requests hold all the memory for bodies");
  rooms[0]?.drop(10);
  late.keep(10);
  expect(() => late.keep(1)).toThrow(NoRoomError);
  rooms[1]?.end();
  late.keep(16 * MIB - 10);
});

test("R33 a read that finds no room is too_large, with its status, and leaves nothing behind upstream", async () => {
  fiveFull();
  const { origin, fault, idle } = corner();
  for (const recipe of ["bytes=1000", "bytes=1000&framing=chunked", "bytes=1000&gzip"]) {
    const read = openScope(origin).read(fault(recipe));
    await expect(read).rejects.toMatchObject({
      outcome: "too_large",
      status: 200,
      message: expect.stringContaining("hold all the memory") as string,
    });
  }
  await idle();
});

test("R33 new requests are 503 with Retry-After while there is no room for a body, and not after", async () => {
  const rooms = fiveFull();
  rooms[0]?.drop(MIB - 1);
  const env = { ALLOWED_ORIGINS: "", API_KEYS: "k", LOG_REQUESTS: "false" };
  const ask = async (): Promise<Response> => {
    const headers = { "Content-Type": "application/json", Authorization: "Bearer k" };
    return createApp().request("https://worker.test/gather", { method: "POST", headers, body: "{}" }, env);
  };
  const refused = await ask();
  expect(refused.headers.get("Retry-After")).toBe("1");
  expect(await problem(refused)).toMatchObject({ status: 503, type: problemType("overloaded") });
  rooms[0]?.drop(1);
  expect((await ask()).status).toBe(422);
});

test("R33 the end of a request gives back what it holds", async () => {
  const { origin, fault } = corner();
  const scope = new Scope(scopeOptions(origin, { maxBytes: 2 * MIB }));
  const release = scope.hold();
  await scope.read(fault(`bytes=${2 * MIB}`));
  const rest = roomOf(Infinity);
  expect(() => rest.keep(MAX_ISOLATE_BYTES - 2 * MIB + 1)).toThrow(NoRoomError);
  release();
  rest.keep(MAX_ISOLATE_BYTES);
});

test("R33 bodies of an answer that is being sent stay counted after the request, until they are given back", () => {
  const room = roomOf(MAX_ISOLATE_BYTES);
  room.keep(MAX_ISOLATE_BYTES);
  const giveBack = room.outlive();
  room.end();
  expect(isIsolateFull()).toBe(true);
  giveBack();
  giveBack();
  expect(isIsolateFull()).toBe(false);
});

test("R33 a request that was torn away gives its room back a minute after its deadline", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const torn = roomOf(MAX_ISOLATE_BYTES, 5_000);
  torn.keep(MAX_ISOLATE_BYTES);
  vi.advanceTimersByTime(65_000);
  expect(isIsolateFull()).toBe(true);
  vi.advanceTimersByTime(1);
  expect(isIsolateFull()).toBe(false);
  torn.drop(MAX_ISOLATE_BYTES);
  expect(isIsolateFull()).toBe(false);
  roomOf(MAX_ISOLATE_BYTES).keep(MAX_ISOLATE_BYTES);
});

test("R12 fetched bodies count when they are read whole, in any way", async () => {
  const { origin, fault } = corner();
  const scope = openScope(origin, { maxTotalBytes: 2_000 });
  const fetched = (recipe = "bytes=400"): Promise<Response> => scope.fetch(fault(recipe));
  await (await fetched()).json();
  await (await fetched()).text();
  await (await fetched()).bytes();
  await (await fetched()).arrayBuffer();
  expect((await (await fetched("bytes=400&framing=chunked")).blob()).type).toBe("application/json");
  const form = await fetched("body=a%3D1&contentType=application/x-www-form-urlencoded");
  await expect(form.formData()).rejects.toMatchObject({ outcome: "too_large" });
  const other = openScope(origin);
  const read = await (await other.fetch(fault("body=a%3D1&contentType=application/x-www-form-urlencoded"))).formData();
  expect([...read]).toEqual([["a", "1"]]);
});

test("R9 json() of a fetched body is invalid if it is not UTF-8", async () => {
  const { origin, fault } = corner();
  const response = await openScope(origin).fetch(fault("hex=22e922"));
  await expect(response.json()).rejects.toMatchObject({
    outcome: "invalid",
    message: expect.stringContaining("not UTF-8") as string,
  });
});

test("R12 of two bodies that declare their length and come together, one has room, and is whole", async () => {
  const { origin, fault } = corner();
  const scope = openScope(origin, { maxTotalBytes: 120_000 });
  const ends = await Promise.allSettled([1, 2].map(() => scope.read(fault("bytes=80000&together=2"))));
  expect(ends.map(({ status }) => status).toSorted((one, other) => one.localeCompare(other))).toEqual([
    "fulfilled",
    "rejected",
  ]);
});

test.each([
  ["an answer to HEAD", "bytes=80000", { method: "HEAD" }],
  ["a body that is cut short", "bytes=80000&truncate", { retries: 0 }],
  ["a body over its own cap", "bytes=80000", { maxBytes: 100 }],
])("R12 the room that %s declares is given back", async (_what, recipe, init) => {
  const { origin, fault } = corner();
  const scope = openScope(origin, { maxTotalBytes: 120_000 });
  await scope.read(fault(recipe), init).catch(() => undefined);
  expect((await scope.read(fault("bytes=120000"), { maxBytes: 200_000 })).bytes.byteLength).toBe(120_000);
});
