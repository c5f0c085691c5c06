// Names the client's address, for counting.
import type { Context } from "hono";

/** Returns the IPv4 address of a request, or the /64 of its IPv6 address: one customer gets a whole /64. */
export function clientAddress(c: Context): string {
  const sent = c.req.header("CF-Connecting-IP") ?? "";
  return `address ${/^\d{1,3}(\.\d{1,3}){3}$/.test(sent) ? sent : (networkOf(sent) ?? "unknown")}`;
}

/** Returns the IPv4 address in a mapped address, or the /64 of any other. `undefined` for text that is not IPv6. */
function networkOf(text: string): string | undefined {
  // The URL parser reads every spelling and writes one: lower case, the longest run of zeros as "::".
  const written = /^[\da-f:.]+$/i.test(text) ? URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1) : undefined;
  if (written === undefined) return undefined;
  const [left = [], right = []] = written.split("::").map((side) => side.split(":").filter((group) => group !== ""));
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill("0"), ...right];
  if (groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff") {
    const bytes = groups.slice(6).flatMap((group) => [Number(`0x${group}`) >> 8, Number(`0x${group}`) & 255]);
    return bytes.join(".");
  }
  return `${groups.slice(0, 4).join(":")}::/64`;
}
