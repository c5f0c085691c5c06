// Tells requests for this machine from others. A page whose name resolves to loopback (DNS rebinding) reaches a local
// server, and its requests still carry the page's own name.

const LOCAL_HOSTS: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether the URL, the `Host` header and the `Origin` header name localhost, 127.0.0.1 or [::1], at any port. */
export function isLocal({ url, headers }: Request): boolean {
  const host = headers.get("Host");
  const origin = headers.get("Origin");
  return [url, host && `http://${host}`, origin].every((name) => name === null || isLocalUrl(name));
}

function isLocalUrl(text: string): boolean {
  return LOCAL_HOSTS.has(URL.parse(text)?.hostname ?? "");
}
