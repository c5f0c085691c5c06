// A body's bytes as something that fits into a JSON answer.
import { parseJson } from "../streams/parse-json.ts";

/** What bytes became: `body` is parsed JSON or text, or base64 where `encoding` says so; `fault` says why JSON could not be read. */
export interface Content {
  readonly body?: unknown;
  readonly encoding?: "base64";
  readonly fault?: string;
}

const JSON_TYPE = /^application\/([\w.-]+\+)?json$/;
const TEXT_TYPE =
  /^(text\/.+|application\/([\w.-]+\+)?(xml|javascript|yaml)|application\/x-(www-form-urlencoded|ndjson))$/;

/** Whether the runtime has undone the body's content encoding, or there was none. */
export function isDecoded(headers: Headers): boolean {
  return /^(gzip|br|identity)?$/.test(headers.get("Content-Encoding")?.trim() ?? "");
}

/**
 * Reads bytes by their content type: JSON parsed, text in its charset (UTF-8 by default), anything else and what is still encoded as base64;
 * none as nothing.
 */
export function contentOf(bytes: Uint8Array, headers: Headers): Content {
  if (bytes.byteLength === 0) return {};
  const contentType = isDecoded(headers) ? headers.get("Content-Type") : null;
  const [type = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (JSON_TYPE.test(type)) return parsed(new TextDecoder().decode(bytes));
  if (TEXT_TYPE.test(type)) return { body: decoderFor(parameters).decode(bytes) };
  return { body: bytes.toBase64(), encoding: "base64" };
}

function parsed(text: string): Content {
  try {
    return { body: parseJson(text) };
  } catch (error) {
    return { body: text, fault: (error as Error).message };
  }
}

function decoderFor(parameters: readonly string[]): TextDecoder {
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  try {
    return new TextDecoder(charset?.replaceAll('"', ""));
  } catch {
    return new TextDecoder();
  }
}
