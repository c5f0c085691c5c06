// Addresses have one spelling, and the list allows connections.
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settingsOf } from "../../src/env.ts";
import { addressOf } from "../../src/net/address.ts";
import { openConnection } from "../../src/net/open-connection.ts";
import { UpstreamError } from "../../src/upstream/call/outcome.ts";
import { openScope } from "../support/open-scope.ts";
import { peer } from "../support/peer.ts";
import { callIn } from "../support/call-in.ts";

test.each([
  ["tcp://redis.example.com:6379", "tcp://redis.example.com:6379"],
  ["TCP://Redis.Example.COM:6379/", "tcp://redis.example.com:6379"],
  ["tcp://redis.example.com:06379", "tcp://redis.example.com:6379"],
  ["tcp://redis.example.com.:6379", "tcp://redis.example.com.:6379"],
  ["tcp://bücher.example:80", "tcp://xn--bcher-kva.example:80"],
  ["tcp://2130706433:80", "tcp://127.0.0.1:80"],
  ["tcp://0177.0.0.1:80", "tcp://127.0.0.1:80"],
  ["tcp://0x7f.1:80", "tcp://127.0.0.1:80"],
  ["tcp://[0:0::1]:80", "tcp://[::1]:80"],
  ["tcp://[::ffff:127.0.0.1]:80", "tcp://[::ffff:7f00:1]:80"],
])("%s is %s", (text, origin) => {
  expect(addressOf(text).origin).toBe(origin);
});

test("a hostname and a port equal an address as text", () => {
  expect(addressOf({ hostname: "Redis.example", port: 6379 })).toEqual(addressOf("tcp://redis.example:6379"));
  expect(addressOf({ hostname: "::1", port: 6379 })).toEqual({
    hostname: "[::1]",
    port: 6379,
    origin: "tcp://[::1]:6379",
  });
});

test.each([
  "redis.example.com:6379",
  "tcp://redis.example.com",
  "tcp://redis.example.com:",
  "tcp://redis.example.com:0",
  "tcp://redis.example.com:65536",
  "tcp://:6379",
  "tcp://user:key@redis.example.com:6379",
  "tcp://redis.example.com:6379/0",
  "tcp://redis.example.com:6379?a",
  "tcp://redis.example.com:6379#a",
  "tcp://a b:6379",
  "tcp://300.1.1.1:6379",
  "https://redis.example.com:6379",
  "",
])("%j is not an address", (text) => {
  expect(() => addressOf(text)).toThrow(TypeError);
});

test("any text is a TypeError, or an address that parses to itself", () => {
  const scheme = fc.constantFrom("tcp://", "TCP://", "tcp:", "http://", "");
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4Extended(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.string(),
    fc.webAuthority(),
  );
  const port = fc.oneof(fc.nat(70_000).map(String), fc.string({ maxLength: 4 }));
  fc.assert(
    fc.property(scheme, host, port, (...[name, where, at]) => {
      let origin: string;
      try {
        ({ origin } = addressOf(`${name}${where}:${at}`));
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      expect(addressOf(origin).origin).toBe(origin);
      expect(origin).toMatch(/^tcp:\/\/[^\s/@?#]+:[1-9]\d{0,4}$/);
    }),
    { numRuns: 2_000 },
  );
});

describe("ALLOWED_ORIGINS", () => {
  test("lists origins and addresses, each in the spelling that is compared", () => {
    const { ALLOWED_ORIGINS } = settingsOf({ ALLOWED_ORIGINS: "https://a.example tcp://Redis.example:6379" });
    expect([...ALLOWED_ORIGINS]).toEqual(["https://a.example", "tcp://redis.example:6379"]);
  });

  test.each(["tcp://redis.example", "tcp://redis.example:6379/0", "udp://redis.example:53"])(
    "%s is refused",
    (entry) => {
      expect(() => settingsOf({ ALLOWED_ORIGINS: entry })).toThrow(
        /ALLOWED_ORIGINS: .*tcp:\/\/redis\.example\.com:6379/,
      );
    },
  );
});

const refused = (address: string, allowed: string): Promise<unknown> =>
  openConnection(callIn(openScope(allowed)), address).catch((error: UpstreamError) => [error.outcome, error.message]);

test.each([
  "tcp://127.0.0.1:6379",
  "tcp://2130706433:6379",
  "tcp://0x7f000001:6379",
  "tcp://[::1]:6379",
  "tcp://localhost:6379",
  "tcp://169.254.169.254:80",
  "tcp://metadata.google.internal:80",
  "tcp://redis.example.com.:6379",
  "tcp://redis.example.com:6380",
  "tcp://redis.example.com.evil.example:6379",
])("U21 %s is blocked unless it is listed, and nothing is spent", async (address) => {
  const scope = openScope("", { allowedOrigins: new Set(["tcp://redis.example.com:6379", "http://127.0.0.1:6379"]) });
  await expect(openConnection(callIn(scope), address)).rejects.toMatchObject({ outcome: "blocked" });
  expect([scope.budget.spent, scope.slots.free, scope.calls.map(({ outcome }) => outcome)]).toEqual([
    0,
    6,
    ["blocked"],
  ]);
});

test("the refusal names the address in the spelling of the list", async () => {
  expect(await refused("tcp://0x7f.1:6379", "tcp://redis.example.com:6379")).toEqual([
    "blocked",
    'upstream "127.0.0.1:6379" leads to tcp://127.0.0.1:6379, which is not in ALLOWED_ORIGINS',
  ]);
});

test("port 25 stays closed, listed or not, as on the platform", async () => {
  expect(await refused("tcp://mail.example.com:25", "tcp://mail.example.com:25")).toEqual([
    "blocked",
    'upstream "mail.example.com:25" leads to tcp://mail.example.com:25, but Workers cannot connect to port 25',
  ]);
});

test("an address in another notation than the list's is the listed one", async () => {
  const other = await peer();
  const scope = openScope(other.address);
  await using connection = await openConnection(callIn(scope), `tcp://0x7f.1:${other.port}`);
  expect(connection.info).toEqual({ address: other.address, secure: false });
});
