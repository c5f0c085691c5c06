// Which media types are JSON: RFC 8259, RFC 6839's suffix, and an older name.

/** Whether a `Content-Type` is JSON: `application/json`, `text/json`, or a type that ends in `+json`, whatever its case and parameters. */
export function isJsonType(contentType: string): boolean {
  return /^\s*((application|text)\/json|[\w.+-]+\/[\w.+-]*\+json)\s*(;|$)/i.test(contentType);
}
