// The messages of AggregateErrors. A log line often shows the message alone, so it names the causes.
import { describe, expect, test } from "vitest";
import { gatherAny, gatherSome, TaskGroup } from "../../src/gather/index.ts";
import { gate } from "../support/gate.ts";

async function inBlock(reasons: readonly unknown[]): Promise<void> {
  const gates = reasons.map(() => gate());
  await using group = new TaskGroup();
  for (const { wait } of gates) void group.start(wait);
  for (const [index, { fail }] of gates.entries()) fail(reasons[index]);
}

const rejecting = (reason: unknown) => (): Promise<never> => Promise.reject(reason);

const helpers = [
  { name: "gatherAny", fail: (reasons: readonly unknown[]) => gatherAny(reasons.map(rejecting)) },
  { name: "gatherSome", fail: (reasons: readonly unknown[]) => gatherSome(1, reasons.map(rejecting)) },
  { name: "TaskGroup", fail: inBlock },
];

async function messageOf(failing: Promise<unknown>): Promise<string> {
  const error = await failing.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AggregateError);
  return (error as AggregateError).message;
}

describe.each(helpers)("the message of the error of $name", ({ fail }) => {
  test("names the causes", async () => {
    expect(await messageOf(fail([new Error("air is out"), new TypeError("no place")]))).toMatch(
      /2.*: Error: air is out; TypeError: no place$/,
    );
  });

  test("names the first three of many, and counts the rest", async () => {
    const reasons = ["one", "two", "three", "four", "five"].map((text) => new Error(text));
    expect(await messageOf(fail(reasons))).toMatch(/: Error: one; Error: two; Error: three; and 2 more$/);
  });

  test("accepts any thrown value", async () => {
    expect(await messageOf(fail([undefined, Symbol("s"), Object.create(null)]))).toMatch(
      /: undefined; Symbol\(s\); \[object Object\]$/,
    );
  });

  test("stays short if the message of a cause is long", async () => {
    const message = await messageOf(fail([new Error("x".repeat(100_000)), new Error("short")]));
    expect(message.length).toBeLessThan(300);
    expect(message).toMatch(/x…; Error: short$/);
  });
});

test("keeps a cause of 80 characters, and cuts one of 81", async () => {
  const cause = "x".repeat(80);
  const message = await messageOf(gatherAny([rejecting(cause), rejecting(`${cause}x`)]));
  expect(message.split(": ")[1]).toBe(`${cause}; ${cause}…`);
});

test("says how many tasks of a group failed", async () => {
  expect(await messageOf(inBlock(["one", "two"]))).toMatch(/^2 tasks of the group failed: /);
});

test("names nothing if nothing failed", async () => {
  expect(await messageOf(gatherAny([]))).toBe("1 of 0 tasks had to succeed, 0 failed");
});
