// Strict UTF-8: invalid bytes are an error and never become U+FFFD.

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** Decodes `bytes` and drops a byte order mark. @throws {TypeError} for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  return strict.decode(bytes);
}
