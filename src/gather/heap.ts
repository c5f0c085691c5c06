// Finds the first of many items without sorting them. Items come and go.

/**
 * An item that stores its place in the heap, so that it can be removed from the middle. Only the heap writes `place`.
 */
export interface Placed {
  place: number;
}

/** A binary heap. `first` is the item that comes before all others. Adding and deleting take logarithmic time. */
export class Heap<T extends Placed> {
  readonly #items: T[] = [];
  readonly #before: (one: T, other: T) => boolean;

  constructor(before: (one: T, other: T) => boolean) {
    this.#before = before;
  }

  /** The first item, or `undefined` when the heap is empty. */
  get first(): T | undefined {
    return this.#items[0];
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#rise(item, this.#items.length);
  }

  /** Removes `item`. Returns whether it was in the heap. */
  delete(item: T): boolean {
    const items = this.#items;
    const { place } = item;
    if (items[place] !== item) return false;
    const last = items.pop() as T;
    if (last === item) return true;
    // The last item fills the hole. It may belong higher or lower.
    this.#rise(last, this.#sink(last, place));
    return true;
  }

  clear(): void {
    this.#items.length = 0;
  }

  /** Puts `item` at `place`, or higher if it comes before the items above. */
  #rise(item: T, place: number): void {
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#items[above] as T;
      if (!this.#before(item, parent)) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(item, place);
  }

  /** Moves items up that are below `place` and come before `item`. Returns the place that is free then. */
  #sink(item: T, place: number): number {
    const items = this.#items;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= items.length) return place;
      const next = below + 1;
      if (next < items.length && this.#before(items[next] as T, items[below] as T)) below = next;
      const child = items[below] as T;
      if (!this.#before(child, item)) return place;
      this.#put(child, place);
      place = below;
    }
  }

  #put(item: T, place: number): void {
    this.#items[place] = item;
    item.place = place;
  }
}
