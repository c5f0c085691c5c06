// What went wrong with a request, in words, whoever refused it: the Worker, a proxy before it, or the network.
import { type Happening, happeningOf } from "./happening.ts";
import { isRecord, type Json, parsed } from "./json.ts";

/** A refusal or failure, as it is shown. */
export interface Fault {
  /** What happened, in a few words. */
  readonly title: string;
  /** What to know of it. */
  readonly detail: string;
  /** The fields that are at fault, as the Worker calls them; what `detail` says of them is here alone. */
  readonly fields: readonly { readonly field: string; readonly message: string }[];
  /** What it says of the parts of a merged answer. */
  readonly parts: readonly Happening[];
  /** Whether a key is wanted, or another one. */
  readonly wantsKey: boolean;
}

/** How the `type` of the problem ends that a request without a key, or with a wrong one, gets. */
const UNAUTHORIZED = /:problem:unauthorized$/;

/** Statuses whose title is the same for whatever happened; what did is in the detail, which therefore comes first. */
const TOLD_BY_DETAIL: readonly unknown[] = [404, 502, 504];

/** Characters of an answer that is none of ours that are shown. */
const MAX_SHOWN = 200;

/** Characters of it that are looked at. */
const MAX_READ = 10_000;

/** Reads an answer that is not what was asked for: as it came, and what is wrong. */
export async function faultOf(response: Response): Promise<Fault & { readonly text: string }> {
  const text = (await response.text().catch(() => "")).slice(0, MAX_READ);
  const type = (response.headers.get("Content-Type") ?? "no type").split(";")[0] ?? "";
  const document = type.endsWith("json") ? parsed(text) : undefined;
  const retryAfter = response.headers.get("Retry-After");
  if (isRecord(document) && typeof document["title"] === "string")
    return { text, ...problemFault(document, { retryAfter }) };
  const said = text
    .replaceAll(/<(style|script)\b.*?<\/\1>|<[^>]*>/gis, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, MAX_SHOWN);
  const title = `The answer is not one of this Worker’s (${response.status}, ${type})`;
  return { text, ...plainFault(title, said === "" ? "It says nothing else." : `It says: ${said}`) };
}

/** The fault that a problem document tells of; `streamed` if it came at the end of a stream. */
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
  const told = Object.entries(isRecord(parts) ? parts : {}).flatMap(([key, part]) => {
    const happening = isRecord(part) ? happeningOf("result", { ...part, key }) : undefined;
    return happening === undefined ? [] : [happening];
  });
  const known = { fields, parts: told, wantsKey: typeof type === "string" && UNAUTHORIZED.test(type) };
  const kind = `${textOf(title)}${number}`;
  const late = streamed ? " The stream’s own status, 200, was sent before that was known." : "";
  if (TOLD_BY_DETAIL.includes(status) && fields.length === 0 && textOf(detail) !== "")
    return { title: sentence(textOf(detail)), detail: `${kind}.${late}${again}`, ...known };
  const what = fields.length > 0 ? "" : sentence(textOf(detail));
  return { title: kind, detail: `${what}${late}${again}`.trim(), ...known };
}

/** The fault of a request that never got an answer, or lost it on its way. `begun`: whether there was something of it. */
export function networkFault(begun: boolean, online: boolean): Fault {
  if (!online) return plainFault("You are offline", "The Worker cannot be reached from here now.");
  return begun
    ? plainFault("The answer broke off", "The connection was lost before all had been told.")
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
