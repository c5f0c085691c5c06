// Describes a failed request. The Worker, a proxy before it or the network may have refused it.
import { type Happening, happeningOf } from "./happening.ts";
import { isRecord, type Json, parsed } from "./json.ts";

/** An error, as the page shows it. */
export interface Fault {
  /** A short sentence about what happened. */
  readonly title: string;
  /** More about it. */
  readonly detail: string;
  /** Fields with errors, by the Worker's names. `detail` does not repeat them. */
  readonly fields: readonly { readonly field: string; readonly message: string }[];
  /** The state of the parts of a merged answer. */
  readonly parts: readonly Happening[];
  /** True if the Worker wants a key, or another key. */
  readonly wantsKey: boolean;
}

/** The end of the problem type of a missing or wrong key. */
const UNAUTHORIZED = /:problem:unauthorized$/;

/** Statuses with a general title. The detail says more, so it comes first. */
const DETAIL_FIRST: readonly unknown[] = [404, 502, 504];

/** Characters of a foreign answer that are shown. */
const MAX_SHOWN = 200;

/** Characters of a foreign answer that are read. */
const MAX_READ = 10_000;

/** Reads an unexpected answer. Returns its raw text and the fault. */
export async function faultOf(response: Response): Promise<Fault & { readonly text: string }> {
  const text = (await response.text().catch(() => "")).slice(0, MAX_READ);
  const type = (response.headers.get("Content-Type") ?? "no type").split(";")[0] ?? "";
  const document = type.endsWith("json") ? parsed(text) : undefined;
  const retryAfter = response.headers.get("Retry-After");
  if (isRecord(document) && typeof document["title"] === "string")
    return { text, ...problemFault(document, { retryAfter }) };
  const words = text
    .replaceAll(/<(style|script)\b.*?<\/\1>|<[^>]*>/gis, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, MAX_SHOWN);
  const title = `The answer did not come from this Worker (${response.status}, ${type})`;
  return { text, ...plainFault(title, words === "" ? "It has no text." : `It says: ${words}`) };
}

/** Returns the fault of a problem document. `streamed`: it came at the end of a stream. */
export function problemFault(
  { type, title, detail, status, errors, parts }: Json,
  { retryAfter = null, streamed = false }: { readonly retryAfter?: string | null; readonly streamed?: boolean } = {},
): Fault {
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const fields = list
    .filter(isRecord)
    .map(({ field, message }) => ({ field: textOf(field), message: textOf(message) }));
  const again =
    retryAfter === null ? "" : ` Try again ${/^\d+$/.test(retryAfter) ? `in ${retryAfter} s` : `after ${retryAfter}`}.`;
  const number = typeof status === "number" ? ` (${status})` : "";
  const happenings = Object.entries(isRecord(parts) ? parts : {}).flatMap(([key, part]) => {
    const happening = isRecord(part) ? happeningOf("result", { ...part, key }) : undefined;
    return happening === undefined ? [] : [happening];
  });
  const known = { fields, parts: happenings, wantsKey: typeof type === "string" && UNAUTHORIZED.test(type) };
  const kind = `${textOf(title)}${number}`;
  const late = streamed ? " The stream had already started with status 200." : "";
  if (DETAIL_FIRST.includes(status) && fields.length === 0 && textOf(detail) !== "")
    return { title: sentence(textOf(detail)), detail: `${kind}.${late}${again}`, ...known };
  const what = fields.length > 0 ? "" : sentence(textOf(detail));
  return { title: kind, detail: `${what}${late}${again}`.trim(), ...known };
}

/** Returns the fault of a request without a whole answer. `hasStarted`: the answer had started. */
export function networkFault(hasStarted: boolean, online: boolean): Fault {
  if (!online) return plainFault("You are offline", "The browser has no network connection.");
  return hasStarted
    ? plainFault("The answer broke off", "The connection was lost before the end of the answer.")
    : plainFault("The Worker cannot be reached", "Is it running? In a clone, npm run dev starts it.");
}

function plainFault(title: string, detail: string): Fault {
  return { title, detail, fields: [], parts: [], wantsKey: false };
}

function sentence(text: string): string {
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
