// Limits how far a stream of results runs ahead of its reader.

/** Results that wait in memory for a slow reader. The same limit holds for the calls that a stream makes at once. */
export const MAX_UNREAD = 12;
