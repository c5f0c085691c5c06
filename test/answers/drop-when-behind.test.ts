// Lines that a slow reader can do without.
import { expect, test } from "vitest";
import { dropWhenBehind } from "../../src/answers/drop-when-behind.ts";
import { gate } from "../support/gate.ts";

test("what a reader is behind with is dropped, until it has caught up", async () => {
  const reader = gate<void>();
  const handed: number[] = [];
  const hand = dropWhenBehind((step: number) => {
    handed.push(step);
    return reader.wait();
  }, 2);
  for (const step of [1, 2, 3]) hand(step);
  reader.open();
  await reader.wait();
  await Promise.resolve();
  hand(4);
  expect(handed).toEqual([1, 2, 4]);
});
