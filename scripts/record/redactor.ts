// Takes secrets out of texts, queries and JSON, by name and by value.
import { isKeptNumber, parsed } from "./parsed.ts";
import { REDACTED } from "./redacted.ts";
import { type ExtraNames, isSecretName } from "./secret-names.ts";
import { Secrets } from "./secrets.ts";

/** Matches `name=value`, `name: value`, `"name":"value"` and `<name>value<`. The name and the value are captured. */
const NAMED_VALUE =
  /(?<![\w-])([\w-]{1,64})("?\s{0,4}[=:]\s{0,4}"?|(?<!\/[\w-]{1,64})>)((?:(?:Basic|Bearer|Token)\s+)?[^\s"'<>&,;()[\]{}]{1,8192})/g;

/**
 * Takes out secrets in two rounds. The first one learns every value under a secret's name. The second one removes these
 * values everywhere, so a key of one call is found in the answer of another.
 */
export class Redactor {
  readonly secrets = new Secrets();
  /** Where something was taken out: `query api_key`. */
  readonly notes = new Set<string>();
  readonly #extra: ExtraNames;

  constructor(extraNames: Iterable<string> = []) {
    this.#extra = new Set([...extraNames].map((name) => name.toLowerCase()));
  }

  /** Takes out all secrets of `text`, which was found in `place`. JSON inside it is read as JSON. */
  text(text: string, place: string, known: Secrets = this.secrets): string {
    const nested = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
    if (nested !== undefined) {
      const clean = this.#json(nested, place, known);
      if (JSON.stringify(clean) !== JSON.stringify(nested)) return JSON.stringify(clean);
    }
    const byName = text.replace(NAMED_VALUE, (whole, name: string, separator: string, value: string, at: number) => {
      const inQuery = /[?&]/.test(text[at - 1] ?? "");
      if (!this.isSecret(name, inQuery) || value === REDACTED) return whole;
      if (inQuery) this.secrets.learn(decoded(value));
      return this.#taken(`${place} ${name}`, `${name}${separator}${REDACTED}`);
    });
    const clean = known.redact(byName);
    return clean === byName ? clean : this.#taken(`${place} (by value)`, clean);
  }

  /** Takes out all secrets of a query or form, which was found in `place`. */
  pairs(text: string, place: string): string {
    if (text === "") return "";
    const pairs = text.split("&").map((pair) => {
      const mark = pair.indexOf("=");
      if (mark < 0) return this.text(pair, place);
      const name = decoded(pair.slice(0, mark));
      const value = decoded(pair.slice(mark + 1));
      const clean = this.isSecret(name, true) ? this.#named(value, `${place} ${name}`) : this.text(value, place);
      const cleanName = this.secrets.redact(pair.slice(0, mark));
      return `${cleanName}=${clean === value ? pair.slice(mark + 1) : encodeURIComponent(clean)}`;
    });
    return pairs.join("&");
  }

  /** Takes out all secrets of parsed JSON from `place`. A number becomes 0; true, false and null stay. */
  json(value: unknown, place: string): unknown {
    return this.#json(value, place, this.secrets.within(JSON.stringify(value)));
  }

  /** Whether a value with this name is a secret. */
  isSecret(name: string, bareKey: boolean): boolean {
    return isSecretName(name, { bareKey, extra: this.#extra });
  }

  #json(value: unknown, place: string, known: Secrets, underSecret = false): unknown {
    if (typeof value === "string") return underSecret ? this.#named(value, place) : this.text(value, place, known);
    if (value === null || typeof value !== "object") return this.#scalar(value, place, known, underSecret);
    if (isKeptNumber(value)) return this.#scalar(value, place, known, underSecret);
    if (Array.isArray(value)) return value.map((item) => this.#json(item, place, known, underSecret));
    const members = Object.entries(value).map(([name, member]) => {
      const secret = underSecret || this.isSecret(name, false);
      return [known.redact(name), this.#json(member, secret ? `${place} ${name}` : place, known, secret)] as const;
    });
    return Object.fromEntries(members);
  }

  #scalar(value: unknown, place: string, known: Secrets, underSecret: boolean): unknown {
    if (typeof value !== "number" && !isKeptNumber(value)) return value;
    const digits = JSON.stringify(value);
    if (underSecret) this.secrets.learn(digits);
    return underSecret || known.holds(digits) ? this.#taken(place, 0) : value;
  }

  #named(value: string, place: string): string {
    if (value === "") return value;
    this.secrets.learn(value);
    return this.#taken(place, REDACTED);
  }

  #taken<T>(place: string, clean: T): T {
    this.notes.add(place);
    return clean;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
