// The greeting and the answers of a server, in chunks of any size. Time is fake.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ask } from "../../src/net/ask.ts";
import { Banner, type Heard } from "../../src/net/banner.ts";
import { createConnection } from "../../src/net/create-connection.ts";
import { openConnection } from "../../src/net/open-connection.ts";
import { openScope } from "../support/open-scope.ts";
import { type Peer, peer } from "../support/peer.ts";
import { callIn } from "../support/call-in.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** Starts to listen. Resolves when the server has accepted. */
const ways = {
  async unasked(other: Peer): Promise<{ heard: Promise<Heard> }> {
    const scope = openScope(other.address);
    const { protocol } = await createConnection(callIn(scope), () => new Banner(scope.alarms), other.address);
    await other.seen("connections:1");
    return { heard: protocol.heard };
  },
  async asked(other: Peer): Promise<{ heard: Promise<Heard> }> {
    const scope = openScope(other.address);
    const connection = await openConnection(callIn(scope), other.address, { limit: 1_024 });
    const heard = ask(connection, "?");
    heard.catch(() => undefined);
    await other.seen("bytes:1");
    return { heard };
  },
};

const text = ({ bytes }: Heard): string => new TextDecoder().decode(bytes);

describe.each(Object.entries(ways))("%s", (_way, listen) => {
  test("a line is enough", async () => {
    const other = await peer();
    const { heard } = await listen(other);
    await other.write("220 hi\r\n");
    expect(text(await heard)).toBe("220 hi\r\n");
  });

  test("the rest of a line is waited for", async () => {
    const other = await peer();
    const { heard } = await listen(other);
    await other.write("22");
    await other.write("0 h");
    await other.write("i\n");
    expect(text(await heard)).toBe("220 hi\n");
  });

  test("MAX_BANNER_BYTES are enough, even without a line end", async () => {
    const other = await peer();
    const { heard } = await listen(other);
    await other.write("x".repeat(1_000));
    await other.write("y".repeat(1_000));
    expect(text(await heard)).toBe("x".repeat(1_000) + "y".repeat(24));
  });

  test("the end of the connection ends the line", async () => {
    const other = await peer();
    const { heard } = await listen(other);
    await other.write("bye");
    await other.end();
    expect(text(await heard)).toBe("bye");
  });

  test("a silent server gives an empty answer", async () => {
    const other = await peer();
    const { heard } = await listen(other);
    await other.end();
    expect(await heard).toMatchObject({ bytes: new Uint8Array(), firstByteMs: undefined });
  });
});

test("waits one second for the greeting of a silent server", async () => {
  const other = await peer();
  const { heard } = await ways.unasked(other);
  let isOver = false;
  void heard.then(() => (isOver = true));
  await vi.advanceTimersByTimeAsync(999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(text(await heard)).toBe("");
  await other.seen("ends:1");
});

test.each(Object.entries(ways))("%s: reports a reset inside a line as a failure", async (_way, listen) => {
  const other = await peer();
  const { heard } = await listen(other);
  const told = heard.catch((error: unknown) => ({ error }));
  await other.write("22");
  await other.reset();
  expect(await told).toMatchObject({ error: { outcome: "network" } });
});
