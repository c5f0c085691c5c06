// Lines that a reader can do without: what it is behind with is left out instead of held in memory.

/** Hands over `data`; resolves when it has been taken. */
type Hand<T> = (data: T) => Promise<void>;

/**
 * Hands data over with `hand`, without waiting. What comes while `maxUnread` are not taken yet is left out. The returned function does not
 * throw; `hand` must not reject.
 */
export function whenRead<T>(hand: Hand<T>, maxUnread: number): (data: T) => void {
  let unread = 0;
  return function handOrLeaveOut(data) {
    if (unread >= maxUnread) return;
    unread++;
    void hand(data).finally(() => unread--);
  };
}
