// Checks the `tracestate` header, which carries data of tracing vendors.
// https://www.w3.org/TR/trace-context-2/#tracestate-header

/** Members of a list, by the standard. Empty ones count. */
const MAX_MEMBERS = 32;

/** A key of at most 256 characters, and a value of at most 256 that does not end with a space. */
const MEMBER = /^[\da-z][\da-z_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/**
 * Returns the header unchanged, or `null` if it has an invalid member, more than 32 members, or none. The standard
 * forbids passing on a list that cannot be parsed.
 */
export function traceStateOf(header: string | null): string | null {
  // Here `trim` removes only spaces and tabs, because the text has no other white space.
  if (header === null || !/^[\t\x20-\x7e]*$/.test(header)) return null;
  // The limit keeps a long header from becoming a long list.
  const members = header.split(",", MAX_MEMBERS + 1).map((member) => member.trim());
  if (members.length > MAX_MEMBERS) return null;
  const filled = members.filter((member) => member !== "");
  return filled.length > 0 && filled.every((member) => MEMBER.test(member)) ? header : null;
}
