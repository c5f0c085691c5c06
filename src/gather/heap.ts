// The first of many that come and go, without sorting them.

/** An item knows its place in the heap that holds it, so that it can be taken out from the middle. Only the heap writes it. */
export interface Placed {
  place: number;
}

/** A binary heap: `first` is the item that `before` puts before all others. Adding and deleting cost the logarithm of the size. */
export class Heap<T extends Placed> {
  readonly #items: T[] = [];
  readonly #before: (one: T, other: T) => boolean;

  constructor(before: (one: T, other: T) => boolean) {
    this.#before = before;
  }

  /** `undefined` when the heap is empty. */
  get first(): T | undefined {
    return this.#items[0];
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    this.#rise(item, this.#items.length);
  }

  /** Says whether `item` was there. */
  delete(item: T): boolean {
    const items = this.#items;
    const { place } = item;
    if (items[place] !== item) return false;
    const last = items.pop() as T;
    if (last === item) return true;
    // The last item fills the hole. It may belong above it or below it.
    this.#rise(last, this.#sink(last, place));
    return true;
  }

  clear(): void {
    this.#items.length = 0;
  }

  /** Puts `item` at `place`, or higher up if it comes before those above. */
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

  /** Moves up what comes before `item` below `place`. Returns the place that this leaves. */
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
