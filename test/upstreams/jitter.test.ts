// Jitter: the same every time, and spread over its whole range.
import { expect, test } from "vitest";
import { jitter } from "../../scripts/upstreams/jitter.ts";

function draws(seed: number, key: string, jitterMs: number): number[] {
  return Array.from({ length: 2_000 }, (_, i) => jitter(seed, key, i + 1, jitterMs));
}

test("the same seed, key and number give the same draw", () => {
  expect(draws(1, "a", 1_000)).toEqual(draws(1, "a", 1_000));
});

test("another seed or another key gives other draws", () => {
  expect(draws(2, "a", 1_000)).not.toEqual(draws(1, "a", 1_000));
  expect(draws(1, "b", 1_000)).not.toEqual(draws(1, "a", 1_000));
});

test("every whole number from 0 to jitterMs is drawn, about equally often, and no other", () => {
  const counts = new Map<number, number>();
  for (const draw of draws(1, "a", 3)) counts.set(draw, (counts.get(draw) ?? 0) + 1);
  expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  for (const count of counts.values()) expect(count).toBeGreaterThan(400);
});

test("no jitter is no delay", () => {
  expect(jitter(1, "a", 1, 0)).toBe(0);
});
