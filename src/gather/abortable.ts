// The helpers need only a part of `AbortSignal`. A cheaper object with the same methods can stand in for it.

/** The part of `AbortSignal` that waits use. */
export interface Abortable {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
