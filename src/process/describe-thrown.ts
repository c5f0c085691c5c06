// Describes a thrown value inside a child. It is source text, because it runs there.

/** The source of `describeThrown(thrown)`. It returns a string for every value. */
export const DESCRIBE_THROWN = `
function describeThrown(thrown) {
  try {
    return thrown instanceof Error ? String(thrown.name) + ": " + String(thrown.message) : String(thrown);
  } catch {
    return "an error that cannot be described";
  }
}
`;
