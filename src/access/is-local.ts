// Recognizes requests for this machine. With DNS rebinding, the name of a foreign page resolves to loopback, but its
// requests still carry the page's own name.

const LOCAL_HOSTS: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Returns true if the URL and the headers `Host` and `Origin` name localhost, 127.0.0.1 or [::1], at any port. */
export function isLocal({ url, headers }: Request): boolean {
  const host = headers.get("Host");
  const origin = headers.get("Origin");
  return [url, host && `http://${host}`, origin].every((name) => name === null || isLocalUrl(name));
}

function isLocalUrl(text: string): boolean {
  return LOCAL_HOSTS.has(URL.parse(text)?.hostname ?? "");
}
