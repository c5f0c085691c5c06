// Bodies of a fan-out's requests go out with every number as the caller wrote it.
import { mayChangeNumbers, parseKeepingNumbers } from "../streams/kept-numbers.ts";

/**
 * Puts into `request`, which is what `text` was parsed to, the bodies of its requests as they are written there: `JSON.stringify` writes their
 * numbers digit for digit. All else stays as it was parsed.
 */
export function keepBodyNumbers(request: unknown, text: string): void {
  if (!mayChangeNumbers(text)) return;
  const kept = membersOf(membersOf(parseKeepingNumbers(text))["requests"]);
  for (const [key, one] of Object.entries(membersOf(membersOf(request)["requests"]))) {
    const target = membersOf(one);
    if (Object.hasOwn(target, "body")) target["body"] = membersOf(kept[key])["body"];
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
