// The first of many, whatever comes and goes.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "../../src/gather/heap.ts";

interface Item {
  readonly value: number;
  place: number;
}

test("whatever is added and deleted, the first is the least of what is there, and an item is deleted once", () => {
  const step = fc.oneof(
    fc.record({ add: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ remove: fc.nat(200) }),
    fc.constant("take first" as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new Heap<Item>((one, other) => one.value < other.value);
      const added: Item[] = [];
      const there = new Set<Item>();
      for (const what of steps) {
        if (typeof what === "object" && "add" in what) {
          const item = { value: what.add, place: 0 };
          heap.add(item);
          added.push(item);
          there.add(item);
        } else {
          const item = what === "take first" ? heap.first : added[what.remove];
          if (item !== undefined) expect(heap.delete(item)).toBe(there.delete(item));
        }
        const least = Math.min(...[...there].map(({ value }) => value));
        expect([heap.first?.value ?? Infinity, heap.size]).toEqual([least, there.size]);
      }
    }),
  );
});

test("what is cleared is gone", () => {
  const heap = new Heap<Item>((one, other) => one.value < other.value);
  const item = { value: 1, place: 0 };
  heap.add(item);
  heap.clear();
  expect([heap.first, heap.size, heap.delete(item)]).toEqual([undefined, 0, false]);
});
