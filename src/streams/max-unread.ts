// A stream of results runs no further ahead of its reader than memory allows.

/** Results that a slow reader of a stream may be behind, each of them held in memory; and so the calls of a stream that are under way at once. */
export const MAX_UNREAD = 12;
