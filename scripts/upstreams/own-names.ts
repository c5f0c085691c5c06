// Tells requests by this machine's names from those of a page whose name resolves to loopback (DNS rebinding): they
// carry the page's own name. An IP address cannot be made to resolve elsewhere.
import { isIP } from "node:net";

/** Whether the `Host` header names an IP address, localhost, or `listensAt`. HTTP/1.0 may send none. */
export function isOwnHost(host: string | undefined, listensAt: string): boolean {
  if (host === undefined) return true;
  const name = nameIn(`http://${host}`);
  return name === "localhost" || name === listensAt || isIP(name) !== 0;
}

/** Whether an `Origin` header names a page of this machine. A request without one is not from a page. */
export function isOwnPage(origin: string | undefined): boolean {
  return origin === undefined || ["localhost", "127.0.0.1", "::1"].includes(nameIn(origin));
}

function nameIn(url: string): string {
  return URL.parse(url)?.hostname.replace(/^\[(.*)\]$/, "$1") ?? "";
}
