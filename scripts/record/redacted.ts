// Stands in a file for a secret. Matching takes it for any text.

/** Replaces secret text. Plain letters, so that a URL, a header and JSON all write it unchanged. */
export const REDACTED = "REDACTED";

/** Whether `text` is `pattern`, in which each `REDACTED` stands for any text, also none. */
export function matchesRedacted(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split(REDACTED);
  const last = rest.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
