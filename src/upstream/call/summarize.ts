// A message names a few of many.

/** How many it names. */
const NAMED_AT_MOST = 5;

/** The first few of `sentences`, and how many more there are. */
export function summarize(sentences: readonly string[]): string {
  const more = sentences.length - NAMED_AT_MOST;
  return [...sentences.slice(0, NAMED_AT_MOST), ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}
