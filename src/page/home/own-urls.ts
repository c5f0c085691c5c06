// What somebody typed in as URLs of their own: one a line, each with a name.

/** A line that holds something. */
export interface OwnUrl {
  /** Its place in the field, from 1. */
  readonly line: number;
  readonly url: string;
  /** What it is called: its host, told apart by numbers. */
  readonly key: string;
}

/** Characters of a line that is no URL that name it. */
const MAX_NAME = 40;

/** The lines of `text` that hold something. */
export function ownUrls(text: string): readonly OwnUrl[] {
  const found: OwnUrl[] = [];
  for (const [index, whole] of text.split("\n").entries()) {
    const url = whole.trim();
    if (url === "") continue;
    const keys = found.map(({ key }) => key);
    found.push({ line: index + 1, url, key: named(URL.parse(url)?.host || url.slice(0, MAX_NAME), keys) });
  }
  return found;
}

/** `name`, or the first of `name 2`, `name 3` and so on that is not among `taken`. */
function named(name: string, taken: readonly string[]): string {
  let key = name;
  for (let number = 2; taken.includes(key); number += 1) key = `${name} ${number}`;
  return key;
}

/** The line that a field of `POST /gather` is about, such as `requests.example.com.url`; `undefined` for one that is about none. */
export function lineOf(field: string, text: string): OwnUrl | undefined {
  const whole = field.replace(/\.\w+$/, "");
  return ownUrls(text).find(({ key }) => whole === `requests.${key}`);
}
