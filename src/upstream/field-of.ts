// Fields have one spelling in messages, of our own refusals and of what upstreams answer.

/** Writes a path as one would in code: `requests[2].url`. */
export function fieldOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "(body)";
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index ? "." : ""}${String(part)}`))
    .join("");
}
