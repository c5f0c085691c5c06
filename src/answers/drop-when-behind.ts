// For lines of a stream that its reader can do without: they are dropped instead of held in memory.

/**
 * Returns a function that passes its data on to `hand`, without waiting, and drops it while `maxUnread` earlier ones have not been taken: `hand`
 * resolves when its data has been, and must not reject.
 */
export function dropWhenBehind<T>(hand: (data: T) => Promise<void>, maxUnread: number): (data: T) => void {
  let unread = 0;
  return function handOrDrop(data) {
    if (unread >= maxUnread) return;
    unread++;
    void hand(data).finally(() => unread--);
  };
}
