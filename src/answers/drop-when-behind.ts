// Drops lines for a slow reader, instead of keeping them in memory. Only for lines that a reader can do without.

/**
 * Returns a function that passes its data to `hand` without waiting. It drops data while `maxUnread` earlier items are
 * pending. `hand` resolves when its data was received, and must not reject.
 */
export function dropWhenBehind<T>(hand: (data: T) => Promise<void>, maxUnread: number): (data: T) => void {
  let unread = 0;
  return function handOrDrop(data) {
    if (unread >= maxUnread) return;
    unread++;
    void hand(data).finally(() => unread--);
  };
}
