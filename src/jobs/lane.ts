// Limits hold for an origin. A job of very many origins has lanes that some of them share, and their limits with them.

/**
 * Origins with a lane of their own, the first that occur; and lanes for all others. Both bound what the upload and
 * the pump hold.
 */
const OWN_LANES = 64;
const SHARED_LANES = 16;

/**
 * Names lanes: an origin in `known`, or one that there is room for, is its own; any other shares one, always the
 * same.
 */
export function laneOf(origin: string, known: Set<string>): string {
  if (known.has(origin)) return origin;
  if (known.size < OWN_LANES) {
    known.add(origin);
    return origin;
  }
  // FNV-1a, which spreads names well and costs nothing.
  let hash = 0x811c9dc5;
  for (let at = 0; at < origin.length; at++) hash = Math.imul(hash ^ origin.charCodeAt(at), 0x01000193) >>> 0;
  return `#${hash % SHARED_LANES}`;
}

/** Returns true if several origins share the lane. A `Retry-After` of one must not pause the others. */
export function laneIsShared(lane: string): boolean {
  return lane.startsWith("#");
}
