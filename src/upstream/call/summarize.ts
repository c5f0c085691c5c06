// Shortens a list for a message.

/** Sentences in the message. */
const NAMED_AT_MOST = 5;

/** Returns the first sentences, and the number of the others. */
export function summarize(sentences: readonly string[]): string {
  const more = sentences.length - NAMED_AT_MOST;
  return [...sentences.slice(0, NAMED_AT_MOST), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
