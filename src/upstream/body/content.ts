// Turns the bytes of a body into a value for a JSON answer.
import { decodeText } from "../../streams/decode-text.ts";
import { isJsonType } from "../../streams/json-type.ts";

/**
 * A body's content. `body` is JSON as its reader returned it, or text, or base64 if `encoding` says so. `fault` says
 * why JSON could not be read. Then `body` holds its text or base64.
 */
export interface Content {
  readonly body?: unknown;
  readonly encoding?: "base64";
  readonly fault?: string;
  readonly notUtf8?: boolean;
}

const TEXT_TYPE =
  /^(text\/.+|application\/([\w.-]+\+)?(xml|javascript|yaml)|application\/x-(www-form-urlencoded|ndjson))$/;

/** Returns true if the body is not encoded, or if the runtime has decoded it: it decodes lower-case `gzip` and `br`. */
export function isDecoded(headers: Headers): boolean {
  const coding = headers.get("Content-Encoding")?.trim() ?? "";
  return ["", "gzip", "br"].includes(coding) || coding.toLowerCase() === "identity";
}

/**
 * Reads bytes by their content type: JSON with `readJson`, text in its charset (UTF-8 by default). Base64 is for all
 * else: other types, a body that is still encoded, and text that is not in its charset.
 */
export function contentOf(bytes: Uint8Array, headers: Headers, readJson: (bytes: Uint8Array) => unknown): Content {
  if (bytes.byteLength === 0) return {};
  const contentType = (isDecoded(headers) ? headers.get("Content-Type") : null) ?? "";
  if (isJsonType(contentType)) return jsonContent(bytes, readJson);
  const [type = "", ...parameters] = contentType
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const text = TEXT_TYPE.test(type) ? decodeText(bytes, charsetOf(parameters)) : undefined;
  return text === undefined ? base64(bytes) : { body: text };
}

function jsonContent(bytes: Uint8Array, readJson: (bytes: Uint8Array) => unknown): Content {
  try {
    return { body: readJson(bytes) };
  } catch (error) {
    const fault = (error as Error).message;
    const text = decodeText(bytes);
    return text === undefined ? { ...base64(bytes), fault: "it is not UTF-8", notUtf8: true } : { body: text, fault };
  }
}

function base64(bytes: Uint8Array): Content {
  return { body: bytes.toBase64(), encoding: "base64" };
}

function charsetOf(parameters: readonly string[]): string | undefined {
  return parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice("charset=".length)
    .replaceAll('"', "");
}
