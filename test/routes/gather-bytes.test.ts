// What passes through `POST /gather` passes through as it came: numbers digit for digit, text in its charset, JSON by
// all its names.
import { describe, expect, test } from "vitest";
import { corner, gathered, postGather, textOf } from "../support/worker.ts";

const NDJSON = { Accept: "application/x-ndjson" };
const SSE = { Accept: "text/event-stream" };

/** Numbers that JavaScript would write in another way, names given twice, and white space. */
const EXACT = '{"id":9007199254740993, "huge":1e400,\n"zero":-0,"price":1.10,"e":1E5,"id":-9007199254740993}';

const hexOf = (bytes: Iterable<number>): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const hex = (text: string): string => hexOf(new TextEncoder().encode(text));

describe("R8 JSON is passed on token by token", () => {
  const recipe = `hex=${hex(EXACT)}`;

  test("in a document", async () => {
    const { fault } = corner();
    const text = await textOf(await postGather({ requests: { a: { url: fault(recipe) } } }));
    expect(text).toContain(`"body":${EXACT},`);
  });

  test("in lines and events, whose line ends become spaces", async () => {
    const { fault } = corner();
    for (const headers of [NDJSON, SSE]) {
      const text = await textOf(await postGather({ requests: { a: { url: fault(recipe) } } }, headers));
      expect(text).toContain(`"body":${EXACT.replace("\n", " ")},`);
    }
  });

  test("in the results of a problem", async () => {
    const { fault } = corner();
    const response = await postGather({ requests: { a: { url: fault(`status=404&${recipe}`) } } });
    expect(response.status).toBe(502);
    expect(await textOf(response)).toContain(`"body":${EXACT},`);
  });

  test("a byte order mark is dropped", async () => {
    const { fault } = corner();
    const text = await textOf(await postGather({ requests: [{ url: fault(`hex=efbbbf${hex("[1.0]")}`) }] }));
    expect(text).toContain('"body":[1.0],');
  });

  test("R22 in lines and events nothing ends a line for any reader", async () => {
    const { fault } = corner();
    const odd = JSON.stringify({ "\u0085": "\u2028\u2029" });
    const requests = {
      "k\u2028": { url: fault(`hex=${hex(odd)}`) },
      text: { url: fault(`hex=${hex("a\u0085b\u2029")}&contentType=text/plain`) },
    };
    for (const headers of [NDJSON, SSE]) {
      const text = await textOf(await postGather({ requests }, headers));
      expect(text).not.toMatch(/[\r\u0085\u2028\u2029]/);
      expect(text).toContain('{"\\u0085":"\\u2028\\u2029"}');
      expect(text).toContain('"a\\u0085b\\u2029"');
    }
  });
});

test("R8 what goes out goes out digit for digit, and nothing else of the request changes", async () => {
  const { origin } = corner();
  const body = '{"id":9007199254740993,"list":[1e400,-0,1.10,{"n":1E5}],"text":"1.10","plain":12.5}';
  const request = `{"deadlineMs":5.0e3,"requests":{"a":{"url":"${origin}/echo","method":"POST","timeoutMs":2000.0,"body":${body}},
    "b":{"url":"${origin}/echo","method":"PUT","body":1.10}}}`;
  const { results } = await gathered(await postGather(request));
  expect(results).toMatchObject({ a: { outcome: "ok", body: { body } }, b: { outcome: "ok", body: { body: "1.10" } } });
});

describe("R9 bytes that are not their charset's never become U+FFFD", () => {
  test("JSON that is not UTF-8 is invalid, and comes as base64", async () => {
    const { fault } = corner();
    const latin1 = hexOf([0x22, 0xe9, 0x22]);
    const requests = [
      { url: fault(`hex=${latin1}`) },
      { url: fault(`hex=${latin1}&contentType=application/json;charset=iso-8859-1`) },
      { url: fault(`status=404&hex=${latin1}`) },
    ];
    const { results } = await gathered(await postGather({ requests }));
    const same = { body: btoa('"\xe9"'), encoding: "base64" };
    const message = expect.stringContaining("it is not UTF-8") as string;
    expect(results).toMatchObject([
      { outcome: "invalid", message, ...same },
      { outcome: "invalid", message, ...same },
      { outcome: "http_error", ...same },
    ]);
  });

  test("text is decoded as its charset says, or handed on as base64", async () => {
    const { fault } = corner();
    const cases: [string, string, object][] = [
      ["63616665e9", "text/plain;charset=ISO-8859-1", { body: "cafeé" }],
      ["93fa967b", 'text/plain; charset="Shift_JIS"', { body: "日本" }],
      ["feff00e9", "text/plain;charset=utf-16", { body: "é" }],
      ["fffee900", "text/plain;charset=utf-16", { body: "é" }],
      ["efbfbd", "text/plain", { body: "\ufffd" }],
      ["63616665e9", "text/plain", { body: btoa("cafe\xe9"), encoding: "base64" }],
      ["63616665e9", "text/plain;charset=utf-8", { body: btoa("cafe\xe9"), encoding: "base64" }],
      ["61", "text/plain;charset=utf-7", { body: btoa("a"), encoding: "base64" }],
      ["ff", "text/plain;charset=shift_jis", { body: btoa("\xff"), encoding: "base64" }],
    ];
    const requests = cases.map(([bytes, type]) => ({
      url: fault(`hex=${bytes}&contentType=${encodeURIComponent(type)}`),
    }));
    const { results } = await gathered(await postGather({ requests }));
    expect(results).toMatchObject(cases.map(([, , expected]) => ({ outcome: "ok", ...expected })));
  });

  test("a request that is not UTF-8, or would send half a character, is refused by name", async () => {
    const { origin } = corner();
    const { get, problem, posting } = await import("../support/worker.ts");
    const init = posting("");
    const body = Uint8Array.of(0x7b, 0x22, 0xe9, 0x22, 0x7d);
    expect(await problem(await get("/gather", { ...init, body }))).toMatchObject({
      status: 400,
      errors: [{ field: "(body)", message: "is not UTF-8" }],
    });
    for (const [field, request] of Object.entries({
      "requests[0].body": `{"url":"${origin}/echo","method":"POST","body":"\\ud800"}`,
      "requests[0].headers.x": `{"url":"${origin}/echo","headers":{"x":"\\ud800"}}`,
      "requests[0].url": `{"url":"${origin}/echo?\\ud800"}`,
    }))
      expect(await problem(await postGather(`{"requests":[${request}]}`))).toMatchObject({
        status: 422,
        errors: [{ field }],
      });
  });
});

describe("R10", () => {
  test.each(["gzip", "GZIP", "x-gzip", "X-GZip", "gzip, identity", "Identity,GZIP"])("%s is gzip", async (coding) => {
    const { fault } = corner();
    const requests = [{ url: fault(`gzip&body=${encodeURIComponent("[1.10]")}&coding=${encodeURIComponent(coding)}`) }];
    const text = await textOf(await postGather({ requests }));
    expect(text).toContain('"body":[1.10],');
    expect(text).not.toContain("content-encoding");
  });

  test("what is gzip by another name is capped as it is inflated", async () => {
    const { fault } = corner();
    const { results } = await gathered(
      await postGather({ requests: [{ url: fault("gzip&bytes=3000000&coding=x-gzip") }] }),
    );
    expect(results).toMatchObject([{ outcome: "too_large" }]);
  });

  test("a coding that the runtime does not undo comes as base64 with its name", async () => {
    const { fault } = corner();
    const requests = ["deflate", "gzip, gzip", "GZIP, br", "BR"].map((coding) => ({
      url: fault(`hex=00ff&coding=${encodeURIComponent(coding)}&gzip`),
    }));
    const { results } = await gathered(await postGather({ requests }));
    for (const result of Object.values(results))
      expect(result).toMatchObject({
        outcome: "ok",
        encoding: "base64",
        headers: { "content-encoding": expect.anything() as string },
      });
  });

  test.each(["text/json", "application/did+ld+json", "Model/GLTF+JSON; a=b"])("%s is JSON", async (type) => {
    const { fault } = corner();
    const requests = [{ url: fault(`body=%5B1%5D&contentType=${encodeURIComponent(type)}`) }];
    expect((await gathered(await postGather({ requests }))).results).toMatchObject([{ outcome: "ok", body: [1] }]);
  });
});
