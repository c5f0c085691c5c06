// The secrets that the Worker needs. /healthz names missing ones; other routes still answer.

/** The same names as in `[secrets] required` of wrangler.toml. A test compares the two lists. */
export const requiredSecrets: readonly string[] = [];

/** Returns the names of `required` that `env` lacks, or that are empty. */
export function missingSecrets(env: object, required: readonly string[] = requiredSecrets): string[] {
  const values = new Map<string, unknown>(Object.entries(env));
  return required.filter((name) => (values.get(name) ?? "") === "");
}
