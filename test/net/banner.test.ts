// What is heard of a server, whether it is asked or not, however its words are cut; time stands still but for what a test lets pass.
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

/** Begins to listen, and resolves when the server knows of it. */
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

  test("as much as is kept is enough, though no line has ended", async () => {
    const other = await peer();
    const { heard } = await listen(other);
    await other.write("x".repeat(1_000));
    await other.write("y".repeat(1_000));
    expect(text(await heard)).toBe("x".repeat(1_000) + "y".repeat(24));
  });

  test("the end of what is said is the end of the line", async () => {
    const other = await peer();
    const { heard } = await listen(other);
    await other.write("bye");
    await other.end();
    expect(text(await heard)).toBe("bye");
  });

  test("nothing said is nothing heard", async () => {
    const other = await peer();
    const { heard } = await listen(other);
    await other.end();
    expect(await heard).toMatchObject({ bytes: new Uint8Array(), firstByteMs: undefined });
  });
});

test("a server that says nothing unasked is listened to for a second", async () => {
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

test.each(Object.entries(ways))("%s: a server that resets inside a line is told as a failure", async (_way, listen) => {
  const other = await peer();
  const { heard } = await listen(other);
  const told = heard.catch((error: unknown) => ({ error }));
  await other.write("22");
  await other.reset();
  expect(await told).toMatchObject({ error: { outcome: "network" } });
});
