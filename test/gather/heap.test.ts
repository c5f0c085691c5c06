// The first of many, whatever comes and goes.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "../../src/gather/heap.ts";

test("whatever is added, taken and kept, the first is the least of what is there", () => {
  const step = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant("take"), fc.constant("keep"));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new Heap<number>((one, other) => one < other);
      let there: number[] = [];
      for (const what of steps) {
        if (what === "take") expect(heap.take()).toBe(there.shift());
        else if (what === "keep") {
          heap.keep((item) => item % 2 === 0);
          there = there.filter((item) => item % 2 === 0);
        } else if (typeof what === "number") {
          heap.add(what);
          there = [...there, what].toSorted((one, other) => one - other);
        }
        expect([heap.first, heap.size]).toEqual([there[0], there.length]);
      }
    }),
  );
});
