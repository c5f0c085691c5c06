// TLS from the first byte, and startTls. The tests' workerd trusts all certificates but one.
import { expect, test } from "vitest";
import { createConnection } from "../../src/net/create-connection.ts";
import { openConnection, type StreamConnection } from "../../src/net/open-connection.ts";
import { openScope } from "../support/open-scope.ts";
import { type Peer, peer } from "../support/peer.ts";
import { Recorder } from "./recorder.ts";
import { callIn } from "../support/call-in.ts";

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The host of the certificate. */
const secureAddress = ({ port }: Peer): string => `tcp://localhost:${port}`;

test("tls: on encrypts from the first byte", async () => {
  const other = await peer({ tls: "localhost" });
  const address = secureAddress(other);
  await using connection = await openConnection(callIn(openScope(address)), address, { tls: "on" });
  await other.write("hello\n");
  expect(text(await connection.reader.readLine())).toBe("hello\n");
  expect(connection.info.secure).toBe(true);
});

test.each([
  ["that nobody vouches for", "self-signed", "localhost"],
  ["for another name", "localhost", "127.0.0.1"],
])("a certificate %s ends as network, before it is connected", async (_what, tls, host) => {
  const other = await peer({ tls });
  const address = `tcp://${host}:${other.port}`;
  const opening = openConnection(callIn(openScope(address)), address, { tls: "on" });
  await expect(opening).rejects.toMatchObject({ outcome: "network" });
  await expect(opening).rejects.toThrow(/before it was connected/);
});

test("a server that speaks no TLS ends as network", async () => {
  const other = await peer();
  const opening = openConnection(callIn(openScope(other.address)), other.address, { tls: "on" });
  const refused = expect(opening).rejects.toMatchObject({ outcome: "network" });
  await other.write("220 plain\r\n");
  await refused;
});

async function consented(): Promise<{ connection: StreamConnection; other: Peer }> {
  const other = await peer();
  const address = secureAddress(other);
  const connection = await openConnection(callIn(openScope(address)), address, { tls: "startTls" });
  connection.writer.write("STARTTLS\r\n");
  await other.seen("bytes:10");
  await other.consent("220 go on\r\n");
  expect(text(await connection.reader.readLine())).toBe("220 go on\r\n");
  return { connection, other };
}

test("startTls encrypts the connection, with the same reader and writer", async () => {
  const { connection, other } = await consented();
  expect(connection.info.secure).toBe(false);
  await connection.startTls();
  await other.echo();
  connection.writer.write("secret\n");
  expect(text(await connection.reader.readLine())).toBe("secret\n");
  expect(connection.info.secure).toBe(true);
  await expect(connection.startTls()).rejects.toThrow(TypeError);
  await connection.close();
  await other.seen("ends:1");
});

test("startTls refuses if plain bytes came after the server's consent: they would look encrypted", async () => {
  const other = await peer();
  const address = secureAddress(other);
  await using connection = await openConnection(callIn(openScope(address)), address, { tls: "startTls" });
  await other.write("220 go on\r\n250 slipped in\r\n");
  await connection.reader.readLine();
  await expect(connection.startTls()).rejects.toThrow("16 bytes received without encryption have not been read");
});

test("startTls refuses while a read is under way, and on a connection that was not opened for it", async () => {
  const { connection } = await consented();
  const reading = connection.reader.read();
  await expect(connection.startTls()).rejects.toThrow(/a read is under way/);
  await connection.close();
  await reading;

  const other = await peer();
  await using plain = await openConnection(callIn(openScope(other.address)), other.address);
  await expect(plain.startTls()).rejects.toThrow(TypeError);
});

test("a handshake that fails after consent ends the connection as network, and says where", async () => {
  const other = await peer();
  const connection = await openConnection(callIn(openScope(other.address)), other.address, { tls: "startTls" });
  const securing = connection.startTls();
  securing.catch(() => undefined);
  await other.seen("bytes:1");
  await other.write("no TLS is spoken here\r\n");
  await expect(securing).rejects.toMatchObject({ outcome: "network" });
  await expect(connection.reader.read()).rejects.toThrow(/in its TLS handshake/);
});

test("a protocol starts TLS from dataReceived, without a second connectionMade", async () => {
  const other = await peer();
  const address = secureAddress(other);
  const made = Promise.withResolvers<void>();
  let again: Promise<unknown> | undefined;
  const recorder = new Recorder({
    connectionMade(transport) {
      this.dataReceived = () => {
        this.dataReceived = () => undefined;
        transport.startTls().then(made.resolve, made.reject);
        again = transport.startTls().catch(String);
        expect(() => transport.write("too soon")).toThrow(/during the TLS handshake/);
      };
    },
  });
  const { transport, protocol } = await createConnection(callIn(openScope(address)), () => recorder, address, {
    tls: "startTls",
  });
  await other.consent("220 go on\r\n");
  await made.promise;
  expect(await again).toMatch("the TLS handshake is under way");
  await other.echo();
  transport.write("secret");
  await protocol.called("data:secret");
  transport.close();
  await protocol.lost;
  expect(protocol.calls).toEqual(["made", "data:220 go on\r\n", "data:secret", "lost"]);
});
