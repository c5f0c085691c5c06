// The first of many that come and go, without sorting them.

/** A binary heap: whatever `before` puts first is taken first. Adding and taking cost the logarithm of its size. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #before: (one: T, other: T) => boolean;

  constructor(before: (one: T, other: T) => boolean) {
    this.#before = before;
  }

  /** The first, which stays; `undefined` where there is none. */
  get first(): T | undefined {
    return this.#items[0];
  }

  get size(): number {
    return this.#items.length;
  }

  add(item: T): void {
    const items = this.#items;
    let place = items.length;
    // Those that it comes before move down, one above the other.
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = items[above] as T;
      if (!this.#before(item, parent)) break;
      items[place] = parent;
      place = above;
    }
    items[place] = item;
  }

  /** Removes the first and returns it; `undefined` where there is none. */
  take(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) this.#sink(last as T);
    return first;
  }

  /** Removes all but those that `which` is true of. */
  keep(which: (item: T) => boolean): void {
    const kept = this.#items.filter(which);
    this.clear();
    for (const item of kept) this.add(item);
  }

  clear(): void {
    this.#items.length = 0;
  }

  /** Finds the place of `item`, starting at the top. */
  #sink(item: T): void {
    const items = this.#items;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= items.length) break;
      const next = below + 1;
      if (next < items.length && this.#before(items[next] as T, items[below] as T)) below = next;
      const child = items[below] as T;
      if (!this.#before(child, item)) break;
      items[place] = child;
      place = below;
    }
    items[place] = item;
  }
}
