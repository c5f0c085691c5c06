// A heap: the first of many items that come and go.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "../../src/gather/heap.ts";

interface Item {
  readonly value: number;
  place: number;
}

test("after any additions and deletions, the first item is the smallest, and each item is deleted once", () => {
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

test("clear removes all items", () => {
  const heap = new Heap<Item>((one, other) => one.value < other.value);
  const item = { value: 1, place: 0 };
  heap.add(item);
  heap.clear();
  expect([heap.first, heap.size, heap.delete(item)]).toEqual([undefined, 0, false]);
});
