// UTF-8 without substitutes: bytes that are not UTF-8 are an error, not U+FFFD.

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** `bytes` as text, without a byte order mark at its start. @throws `TypeError` for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  return strict.decode(bytes);
}
