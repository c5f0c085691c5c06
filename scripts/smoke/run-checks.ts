// Asks one check after the other, each within its time.
import { withTimeout } from "../../src/gather/index.ts";
import type { Check, Target } from "./check.ts";
import { offerOf } from "./offer-of.ts";

/** Milliseconds that a check may take: the article's program takes four seconds. */
const CHECK_WITHIN_MS = 20_000;

/** The result of a check. */
export interface Finding {
  readonly name: string;
  readonly verdict: "holds" | "fails" | "not asked";
  readonly detail: string;
}

/** The target, as far as the user names it. */
export type Named = Pick<Target, "url" | "key"> & { readonly upstream: string | undefined };

/**
 * Yields a finding for each of `checks`, as soon as there is one. A check is not asked if it needs a key, a route or an
 * upstream that is missing.
 */
export async function* runChecks(checks: readonly Check[], named: Named): AsyncGenerator<Finding, void, undefined> {
  // Without a readable document the routes are unknown: everything is asked, and the check of the document fails.
  const offer = await within((signal) => offerOf({ ...named, upstream: "", signal })).catch(() => undefined);
  const target = { ...named, upstream: named.upstream ?? offer?.upstream ?? "" };
  for (const check of checks) {
    const { name } = check;
    const lack = lackOf(check, target, offer?.routes);
    if (lack !== undefined) yield { name, verdict: "not asked", detail: lack };
    else
      yield await within((signal) => check.run({ ...target, signal })).then(
        (detail): Finding => ({ name, verdict: "holds", detail }),
        (error: unknown): Finding => ({ name, verdict: "fails", detail: sentenceOf(error) }),
      );
  }
}

function lackOf(
  { route, keyed = false }: Check,
  { key, upstream }: Pick<Target, "key" | "upstream">,
  routes: ReadonlySet<string> | undefined,
): string | undefined {
  if (route !== undefined && routes?.has(route) === false) return `there is no ${route}`;
  if (keyed && key === undefined) return "it needs --key with one of API_KEYS";
  return keyed && upstream === "" ? "it needs --upstream with a URL that ALLOWED_ORIGINS allows" : undefined;
}

function within<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withTimeout(CHECK_WITHIN_MS, ({ signal }) => run(signal));
}

/** `fetch` says "fetch failed", and puts the reason into `cause`. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
