// Recognizes secrets by the names of their fields, parameters and headers.

/** A name that has one of these words is a secret's. */
const SECRET_WORDS = new Set(
  `password passwords passwd pwd pass passphrase passcode secret secrets token apikey apitoken appkey appid auth oauth
   authorization credential credentials cookie cookies sessionid sid signature sig jwt bearer otp csrf xsrf
   accesskey secretkey privatekey clientsecret authtoken accesstoken refreshtoken idtoken`.split(/\s+/),
);

/** `key` is a secret's name after one of these words; alone, it is one in a query, a form and a header. */
const KEY_KINDS = new Set(
  `api app access auth private secret subscription account client consumer customer developer encryption license master
   service shared signing user`.split(/\s+/),
);

/** A token after one of these words is a place in a list. */
const PAGE_WORDS = new Set(["page", "next", "prev", "previous", "continuation", "sync", "cursor", "start"]);

/** Extra names, which a user gives. */
export type ExtraNames = ReadonlySet<string>;

/**
 * Whether a field, parameter or header called `name` holds a secret, in any spelling: `apiKey`, `X-API-Key`, `api_key`.
 *
 * With `bareKey`, `key` alone counts too.
 */
export function isSecretName(name: string, { bareKey, extra }: { bareKey: boolean; extra: ExtraNames }): boolean {
  if (extra.has(name.toLowerCase())) return true;
  const words = wordsOf(name);
  if (bareKey && words.length === 1 && words[0] === "key") return true;
  return words.some((word, index) => {
    const before = words[index - 1] ?? "";
    if (word === "token" && PAGE_WORDS.has(before)) return false;
    if (word === "key") return KEY_KINDS.has(before);
    return SECRET_WORDS.has(word) || (word === "id" && before === "session");
  });
}

/** `X-APIKey` and `x_api_key` are `x`, `api`, `key`. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}
