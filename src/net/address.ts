// The address of a connection, in one spelling. The guard compares addresses as text.

/** A TCP address. */
export interface Address {
  /** As `URL` writes it: lower case, IPv4 with dots, IPv6 in brackets. */
  readonly hostname: string;
  /** 1 to 65,535. */
  readonly port: number;
  /** `tcp://hostname:port`, as `ALLOWED_ORIGINS` lists it. */
  readonly origin: string;
}

/** Reads `tcp://hostname:port`, or an object with both. @throws {TypeError} for anything else. */
export function addressOf(input: string | Pick<Address, "hostname" | "port">): Address {
  const text = typeof input === "string" ? input : `tcp://${bracketed(input.hostname)}:${input.port}`;
  const address = parseAddress(text);
  if (address === null) throw new TypeError(`${JSON.stringify(text)} is not a TCP address (expected tcp://host:port)`);
  return address;
}

/**
 * Reads `tcp://hostname:port`. Returns `null` for anything else: another scheme, no port, user info, a path.
 *
 * `URL.parse` normalizes hosts of web schemes only, so this parses the host as one of those. Every notation of an IP
 * address becomes the one that `URL` writes. A trailing dot stays, and makes it another address.
 *
 * @example
 * parseAddress("tcp://0x7f.1:6379")?.origin; // "tcp://127.0.0.1:6379"
 */
export function parseAddress(text: string): Address | null {
  const [, host, digits] = /^tcp:\/\/([^\s/\\?#@]+):(\d{1,5})\/?$/i.exec(text) ?? [];
  const port = Number(digits);
  const url = host === undefined ? null : URL.parse(`http://${host}:${port}`);
  if (url === null || port === 0) return null;
  const { hostname } = url;
  return { hostname, port, origin: `tcp://${hostname}:${port}` };
}

function bracketed(hostname: string): string {
  return hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname;
}
