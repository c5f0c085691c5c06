// The Worker's own secrets are known beforehand, so they are found under any name.
import type { Redactor } from "./redactor.ts";

/** Makes `redactor` know `secrets`, by name. Warns of one that is too short to be searched for. */
export function learnOwnSecrets(secrets: ReadonlyMap<string, string>, redactor: Redactor): void {
  for (const [name, value] of secrets) {
    if (!redactor.secrets.learnOwn(value) && value !== "")
      console.error(`${name} is too short to be found by its value: it is redacted only under a secret's name`);
    // A secret may be a JSON document, such as a service account.
    if (value.startsWith("{")) redactor.text(value, name);
  }
  redactor.notes.clear();
}
