// Where a connection leads, in one spelling, because the guard compares addresses as text.

/** A TCP address. */
export interface Address {
  /** As `URL` writes it: in lower case, IPv4 in dots, IPv6 in brackets. */
  readonly hostname: string;
  /** 1 to 65,535. */
  readonly port: number;
  /** `tcp://hostname:port`, as `ALLOWED_ORIGINS` lists it. */
  readonly origin: string;
}

/** Reads `tcp://hostname:port`, or the two apart. @throws `TypeError` for what `parseAddress` does not read. */
export function addressOf(input: string | Pick<Address, "hostname" | "port">): Address {
  const text = typeof input === "string" ? input : `tcp://${bracketed(input.hostname)}:${input.port}`;
  const address = parseAddress(text);
  if (address === null) throw new TypeError(`${JSON.stringify(text)} is no address such as tcp://host:6379`);
  return address;
}

/**
 * Reads `tcp://hostname:port`; `null` for anything else: another scheme, no port, user info, a path. Like `URL.parse`, which knows hosts and IP
 * addresses of web schemes alone. Every notation of an IP address becomes the one that `URL` writes; a trailing dot stays, and makes it
 * another address.
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
