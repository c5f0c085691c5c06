// What the helpers need of a signal. The platform's `AbortSignal` is one; a cheaper one may stand in for it.

/** The part of `AbortSignal` that waits use. */
export interface Abortable {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
