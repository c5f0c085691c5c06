// The secrets that the Worker needs. /healthz names one that is missing; other routes are answered all the same.

/** The same names as in `[secrets] required` of wrangler.toml, which has their types; a test holds the two together. */
export const requiredSecrets: readonly string[] = [];

/** The names of `required` that `env` lacks, or has without text. */
export function missingSecrets(env: object, required: readonly string[] = requiredSecrets): string[] {
  const values = new Map<string, unknown>(Object.entries(env));
  return required.filter((name) => (values.get(name) ?? "") === "");
}
