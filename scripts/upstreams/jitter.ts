// Upstreams that all take equally long hide bugs, and upstreams that take a random time hide them from the second run. Seeded jitter
// does neither.
import { hash } from "node:crypto";

/**
 * Draws the jitter of one request: a whole number of milliseconds, uniform over 0..`jitterMs`, both included.
 *
 * The same seed, key and sequence number always give the same draw, whatever other keys do and in whatever order requests arrive.
 */
export function jitter(seed: number, key: string, n: number, jitterMs: number): number {
  if (jitterMs === 0) return 0;
  const digest = hash("sha256", JSON.stringify([seed, key, n]), "buffer");
  return Math.floor((digest.readUInt32BE() / 2 ** 32) * (jitterMs + 1));
}
