// The preset and the values of its fields. The page's address holds them, so that a run can be shared. It never holds
// the key.
import { numberIn } from "./planned-run.ts";
import { type FieldName, type Preset, presetOf, presets } from "./presets.ts";

/** The fields of all presets, as typed. */
export interface Choice extends Readonly<Record<Exclude<FieldName, "compare">, string>> {
  readonly preset: Preset;
  readonly compare: boolean;
}

/** Characters of the query. Some servers and messengers cut off longer addresses. */
const MAX_ADDRESS = 4_000;

/** Returns the preset with its own values. */
export function choiceOf(preset: Preset): Choice {
  return { preset, ...preset.fields };
}

/** Reads the query of an address. A missing or invalid field gets the preset's value. */
export function choiceIn(search: string): Choice {
  const query = new URLSearchParams(search);
  const choice = choiceOf(presetOf(query.get("run")) ?? presets[0]);
  const { compare } = choice;
  const given = Object.keys(choice.preset.fields).flatMap((field) => {
    const value = query.get(field);
    return value === null || field === "compare" || !choice.preset.shows.includes(field as FieldName)
      ? []
      : [[field, value]];
  });
  const wanted = choice.preset.shows.includes("compare") ? query.get("compare") : null;
  return sensible({
    ...choice,
    ...(Object.fromEntries(given) as Partial<Choice>),
    compare: wanted === "yes" || (wanted !== "no" && compare),
  });
}

/** Replaces each value that cannot be run by the preset's value. The Worker checks the upper limits. */
export function sensible(choice: Choice): Choice {
  const { preset } = choice;
  const fields = Object.entries(makesSense).map(([field, test]) => {
    const name = field as keyof typeof makesSense;
    return [name, test(choice[name]) ? choice[name] : preset.fields[name]];
  });
  return { ...choice, ...(Object.fromEntries(fields) as Partial<Choice>) };
}

const makesSense: Readonly<Record<Exclude<FieldName, "compare">, (text: string) => boolean>> = {
  times: (text) => isWhole(text, 1, 100),
  delayMs: (text) => isWhole(text, 0, 10_000),
  city: (text) => text.trim() !== "" && text.length <= 100,
  urls: (text) => text.trim() !== "",
  deadlineMs: isWholeOrNone,
  hedgeMs: isWholeOrNone,
  concurrency: isWholeOrNone,
  mode: (text) => ["settled", "all", "any"].includes(text),
};

function isWholeOrNone(text: string): boolean {
  return text === "" || isWhole(text, 1);
}

function isWhole(text: string, least: number, most = Infinity): boolean {
  const number = numberIn(text);
  return number !== undefined && number >= least && number <= most;
}

/** Returns the address of `choice`, with only the changed fields. `undefined` if it is too long. */
export function addressOf(choice: Choice): string | undefined {
  const { preset } = choice;
  const query = new URLSearchParams(preset === presets[0] ? [] : [["run", preset.id]]);
  for (const field of preset.shows) {
    if (choice[field] === preset.fields[field]) continue;
    query.set(field, field === "compare" ? (choice.compare ? "yes" : "no") : choice[field]);
  }
  const search = query.size === 0 ? "" : `?${query.toString()}`;
  return search.length > MAX_ADDRESS ? undefined : `/${search}`;
}
