// People write "Sao Paulo" and "REYKJAVIK", and the public geocoding finds both.

/** `name` in lower case, without diacritics, and with single spaces only between words. */
export function foldName(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/\s+/g, " ");
}
