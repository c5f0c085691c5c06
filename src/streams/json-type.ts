// Recognizes JSON by its media type: RFC 8259, the suffix of RFC 6839, and the older `text/json`.

/**
 * Returns true if a `Content-Type` is JSON: `application/json`, `text/json`, or any type that ends in `+json`.
 *
 * @example isJsonType("application/problem+json; charset=utf-8") // true
 */
export function isJsonType(contentType: string): boolean {
  return /^\s*((application|text)\/json|[\w.+-]+\/[\w.+-]*\+json)\s*(;|$)/i.test(contentType);
}
