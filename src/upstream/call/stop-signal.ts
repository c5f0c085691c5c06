// A cheap abort signal for calls. Most calls are never cancelled, and each listener on a platform signal calls the
// runtime. This signal has one listener there for all its own, and only while it has any.
import type { Abortable } from "../../gather/abortable.ts";

/**
 * Aborts by `abort`, or with the first of `parents`, and keeps the first reason. Equals
 * `AbortSignal.any([...parents, own.signal])` in plain JavaScript.
 */
export class StopSignal implements Abortable {
  readonly #parents: readonly Abortable[];
  readonly #listeners = new Set<() => void>();
  #stopped: { readonly reason: unknown } | undefined;

  constructor(...parents: readonly Abortable[]) {
    this.#parents = parents;
  }

  get aborted(): boolean {
    return this.#stop() !== undefined;
  }

  get reason(): unknown {
    return this.#stop()?.reason;
  }

  throwIfAborted(): void {
    const stopped = this.#stop();
    if (stopped !== undefined) throw stopped.reason;
  }

  /** Aborts, and calls the listeners in order. Only the first reason counts. */
  abort(reason: unknown): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = { reason };
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    this.#unfollow();
    for (const listener of listeners) listener();
  }

  addEventListener(_type: "abort", listener: () => void): void {
    if (this.aborted) return;
    if (this.#listeners.size === 0) for (const parent of this.#parents) parent.addEventListener("abort", this.#follow);
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#unfollow();
  }

  /** Returns the reason. It sees the abort of a parent even without a listener. */
  #stop(): { readonly reason: unknown } | undefined {
    if (this.#stopped !== undefined) return this.#stopped;
    for (const parent of this.#parents) {
      if (parent.aborted && this.#listeners.size === 0) return (this.#stopped = { reason: parent.reason });
      if (parent.aborted) return { reason: parent.reason };
    }
    return undefined;
  }

  readonly #follow = (): void => {
    this.abort(this.#stop()?.reason);
  };

  #unfollow(): void {
    for (const parent of this.#parents) parent.removeEventListener("abort", this.#follow);
  }
}
