// Writes the name of a field. Refusals of requests and errors of upstreams use the same spelling.

/**
 * Writes a path as in code.
 *
 * @example fieldOf(["requests", 2, "url"]) // "requests[2].url"
 */
export function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "(body)";
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index ? "." : ""}${String(part)}`))
    .join("");
}
