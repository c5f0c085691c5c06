// A client that leaves in the middle of a stream, over a socket of its own.
import { once } from "node:events";
import { connect } from "node:net";
import { expect, inject, test } from "vitest";
import { API_KEY } from "../support/settings.ts";
import { corner, get } from "../support/worker.ts";

test.each(["application/x-ndjson", "text/event-stream"])(
  "U32 a client that leaves a stream (%s) cancels what is under way",
  async (accept) => {
    const { fault, seen } = corner();
    const requests = [{ url: fault() }, { url: fault("stall=headers") }, { url: fault("stall=body") }];
    const body = JSON.stringify({ requests });
    const { hostname, port } = new URL(inject("worker") ?? "");
    const client = connect(Number(port), hostname);
    client.write(
      [
        "POST /gather HTTP/1.1",
        `Host: ${hostname}`,
        `Authorization: Bearer ${API_KEY}`,
        "Content-Type: application/json",
        `Accept: ${accept}`,
        `Content-Length: ${body.length}`,
        "",
        body,
      ].join("\r\n"),
    );
    await once(client, "data");
    for (const until of ["requests:3", "completed:1", "openBodies:1"]) await seen(until);

    client.resetAndDestroy();
    expect(await seen("leftEarly:2")).toMatchObject({ waitingForHeaders: 0, openBodies: 0 });
    expect((await get("/healthz")).status).toBe(200);
  },
);
