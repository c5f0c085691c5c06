// openConnection inside workerd, against TCP servers that do what the test tells them.
import { expect, onTestFinished, test } from "vitest";
import { openConnection, type StreamConnectionOptions, type StreamConnection } from "../../src/net/open-connection.ts";
import { openScope } from "../support/open-scope.ts";
import { peer } from "../support/peer.ts";
const td = new TextDecoder();
test("reads and writes", async () => {
  const other = await peer();
  const scope = openScope({ allowedOrigins: new Set([other.address]) });
  const connection = await openConnection(scope, other.address);
  await other.write("220 hi\r\nrest");
  expect(td.decode(await connection.reader.readLine())).toBe("220 hi\r\n");
  connection.writer.write("PING");
  await other.seen("bytes:4");
  await connection.writer.close();
  await other.seen("ends:1");
  await other.end();
  expect(td.decode(await connection.reader.read())).toBe("rest");
  await connection.close();
  console.log(JSON.stringify(scope.calls.map((c)=>c.trace.timing())), scope.slots.free);
});
