// The server that local development has to probe.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startGreeter } from "../../scripts/upstreams/start-greeter.ts";

async function greeted(): Promise<{ client: Socket; greeting: string; close: () => Promise<void> }> {
  const { address, close } = await startGreeter();
  onTestFinished(close);
  const { hostname, port } = new URL(address);
  const client = connect(Number(port), hostname);
  onTestFinished(() => void client.destroy());
  const [greeting] = (await once(client, "data")) as [Buffer];
  return { client, greeting: greeting.toString(), close };
}

test("greets whoever connects", async () => {
  const { greeting } = await greeted();
  expect(greeting).toBe("220 greeter of the local upstreams\r\n");
});

test.each([
  ["PING\r\n", "+PONG\r\n"],
  ["EHLO\r\n", "-ERR PING is all I know\r\n"],
])("answers %j with %j", async (asked, answer) => {
  const { client } = await greeted();
  client.write(asked);
  const [answered] = (await once(client, "data")) as [Buffer];
  expect(answered.toString()).toBe(answer);
});

test("ends its connections when it is closed, and is closed but once", async () => {
  const { client, close } = await greeted();
  const closed = once(client, "close");
  await Promise.all([close(), close()]);
  await closed;
});
