// How a child says what was thrown, for each of the modules that it is given. Source, because it runs there.

/** A function `told(thrown)`, which returns a string whatever it is given. */
export const TOLD = `
function told(thrown) {
  try {
    return thrown instanceof Error ? String(thrown.name) + ": " + String(thrown.message) : String(thrown);
  } catch {
    return "something that cannot be told";
  }
}
`;
