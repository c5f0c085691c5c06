// Random server-sent events, each written in one of the many ways that the standard allows.
import * as fc from "fast-check";
import type { ServerSentEvent } from "../../src/streams/event-parser.ts";

const LETTERS = ["a", "b", ":", " ", "0", "é", "€", "😀", "\uFEFF", "\u2028", "\u0085", "\t"];
const word = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 6 });

/** The form of one field. */
const spelling = fc.record({
  end: fc.constantFrom("\n", "\r", "\r\n"),
  space: fc.boolean(),
  bare: fc.boolean(),
  before: fc.array(fc.constantFrom(": beat", ":", "unknown: 1", "Data: no", "retry: x", "id: \0"), { maxLength: 2 }),
});

/** A block: what it sets, and how each of its lines is written. A block without data makes no event. */
const block = fc.record({
  type: fc.option(word, { nil: undefined }),
  data: fc.array(fc.string({ unit: fc.constantFrom(...LETTERS, "\0"), maxLength: 8 }), { maxLength: 3 }),
  id: fc.option(word, { nil: undefined }),
  retry: fc.option(fc.nat(), { nil: undefined }),
  order: fc.integer({ min: 0, max: 3 }),
  spellings: fc.array(spelling, { minLength: 1, maxLength: 4 }),
});
type Block = typeof block extends fc.Arbitrary<infer T> ? T : never;

/**
 * Writes lines so that no line end merges with the next: a blank line that LF ends would make one CRLF of a CR before
 * it.
 */
class Writer {
  text = "";

  line(line: string, end: string): void {
    this.text += line + (line === "" && this.text.endsWith("\r") && end === "\n" ? "\r\n" : end);
  }
}

function writeBlock(writer: Writer, { type, data, id, retry, order, spellings }: Block): void {
  const fields: [string, string][] = data.map((value) => ["data", value]);
  const others: [string, string | undefined][] = [
    ["event", type],
    ["id", id],
    ["retry", retry?.toString()],
  ];
  for (const [field, value] of others)
    if (value !== undefined) fields.splice(order % (fields.length + 1), 0, [field, value]);
  const spelled = (index: number) => spellings[index % spellings.length] ?? fail();
  for (const [index, [field, value]] of fields.entries()) {
    const { end, space, bare, before } = spelled(index);
    for (const extra of before) writer.line(extra, end);
    const colon = value === "" && bare ? "" : space || value.startsWith(" ") ? ": " : ":";
    writer.line(`${field}${colon}${value}`, end);
  }
  writer.line("", spelled(fields.length).end);
}

function fail(): never {
  throw new Error("a block has a spelling");
}

/** The events that an `EventSource` makes of `blocks`. */
function eventsOf(blocks: readonly Block[]): ServerSentEvent[] {
  let id = "";
  let retry: { retry?: number } = {};
  return blocks.flatMap((each) => {
    id = each.id ?? id;
    if (each.retry !== undefined) retry = { retry: each.retry };
    const event = { type: each.type || "message", data: each.data.join("\n"), id, ...retry };
    return each.data.length === 0 ? [] : [event];
  });
}

/** Events, and a text that spells them; its last event, which has no blank line, is not one of them. */
export const eventStream = fc
  .record({
    mark: fc.boolean(),
    blocks: fc.array(block, { maxLength: 5 }),
    rest: fc.constantFrom("", "data: a", "data: a\n", "data: a\r", ":"),
  })
  .map(({ mark, blocks, rest }) => {
    const writer = new Writer();
    if (mark) writer.text = "\uFEFF";
    for (const each of blocks) writeBlock(writer, each);
    return { events: eventsOf(blocks), text: writer.text + rest };
  });
