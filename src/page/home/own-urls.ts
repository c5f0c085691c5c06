// Reads the URLs that the user typed: one on each line, each with a name.

/** A line that is not empty. */
export interface OwnUrl {
  /** The number of the line, from 1. */
  readonly line: number;
  readonly url: string;
  /** The name: the host, with a number if several lines have the same host. */
  readonly key: string;
}

/** Characters of the name of a line that is not a URL. */
const MAX_NAME = 40;

/** Returns the lines of `text` that are not empty. */
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

/** Returns `name`, or the first of `name 2`, `name 3` and so on that is not in `taken`. */
function named(name: string, taken: readonly string[]): string {
  let key = name;
  for (let number = 2; taken.includes(key); number += 1) key = `${name} ${number}`;
  return key;
}

/** Returns the line of a field of `POST /gather`, such as `requests.example.com.url`, or `undefined`. */
export function lineOf(field: string, text: string): OwnUrl | undefined {
  const whole = field.replace(/\.\w+$/, "");
  return ownUrls(text).find(({ key }) => whole === `requests.${key}`);
}
