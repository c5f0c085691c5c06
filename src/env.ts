// The Worker's variables and secrets, read once per isolate. An error names the variable.
import * as z from "zod";
import { parseAddress } from "./net/address.ts";
import { MisconfiguredError, missing, type VariableFault } from "./misconfigured-error.ts";
import { isOriginVariable } from "./upstream/declarations.ts";

const origin = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin;
  context.addIssue(`${JSON.stringify(text)} is not an origin such as https://api.example.com`);
  return z.NEVER;
});

/** Origins of HTTP, and TCP addresses in the guard's spelling. */
const destination = z.string().transform((text, context) => {
  const web = origin.safeParse(text);
  if (web.success) return web.data;
  const address = parseAddress(text);
  if (address !== null) return address.origin;
  context.addIssue(
    `${JSON.stringify(text)} is no origin such as https://api.example.com or tcp://redis.example.com:6379`,
  );
  return z.NEVER;
});

/** The word in `CORS_ORIGINS` for every origin. */
export const EVERY_ORIGIN = "*";

/** A page's origin, as browsers write it in `Origin`. A pattern such as `https://*.example.com` would match no page. */
const pageOrigin = z.string().transform((text, context) => {
  const parsed = origin.safeParse(text);
  if (text === EVERY_ORIGIN || (parsed.success && !text.includes("*"))) return parsed.data ?? EVERY_ORIGIN;
  context.addIssue(`${JSON.stringify(text)} is not an origin such as https://app.example.com`);
  return z.NEVER;
});

const pageOrigins = z
  .array(pageOrigin)
  .refine((list) => list.length <= 1 || !list.includes(EVERY_ORIGIN), { error: `${EVERY_ORIGIN} must stand alone` })
  .transform((list): ReadonlySet<string> => new Set(list));

const words = z.string().transform((text) => text.split(/\s+/).filter((word) => word !== ""));

const wholeNumber = (least: number, most: number): z.ZodCoercedNumber => z.coerce.number().int().min(least).max(most);

const flag = (by: "true" | "false") =>
  z
    .enum(["true", "false"])
    .default(by)
    .transform((text) => text === "true");

/** A variable without a default is required. While it is missing, every route answers 503 and names it. */
const Settings = z
  .object({
    /** Allowed targets of requests and connections, separated by spaces: `https://host`, `tcp://host:port`. */
    ALLOWED_ORIGINS: words.pipe(z.array(destination)).transform((list): ReadonlySet<string> => new Set(list)),
    /** The origins of declared upstreams, by their variables. */
    ORIGINS: z
      .record(z.string(), origin)
      .transform((record): ReadonlyMap<string, string> => new Map(Object.entries(record))),
    /** Origins of pages that may call the API, separated by spaces: `https://app.example.com`; `*` for all. */
    CORS_ORIGINS: words.default([]).pipe(pageOrigins),
    /** "false" makes declared upstreams ignore their cache policies. */
    CACHE_UPSTREAMS: flag("true"),
    /** Keys that open /gather and /probe, separated by spaces. A secret. */
    API_KEYS: words.default([]),
    /** "true" opens /gather and /probe to all local requests while no key is set. Only `npm run dev` sets it. */
    OPEN_ACCESS: flag("false"),
    /** The origin of the local upstreams, which are slow or fail on request. Only `npm run dev` sets it. */
    LOCAL_UPSTREAMS: origin.optional(),
    /** "true" checks each merged answer against its schema. `npm run dev` and the tests set it. */
    CHECK_ANSWERS: flag("false"),
    /** "false" stops the log line of each request. */
    LOG_REQUESTS: flag("true"),
    /** Default deadline of a request in milliseconds. */
    DEADLINE_MS: wholeNumber(100, 300_000).default(10_000),
    /** Largest deadline that a request may set, in milliseconds. */
    MAX_DEADLINE_MS: wholeNumber(100, 300_000).default(30_000),
    /** Subrequests of a request: 50 on the free plan, 10,000 on the paid plan. */
    SUBREQUESTS: wholeNumber(1, 10_000_000).default(50),
  })
  .refine(({ DEADLINE_MS, MAX_DEADLINE_MS }) => DEADLINE_MS <= MAX_DEADLINE_MS, {
    path: ["DEADLINE_MS"],
    message: "may not be over MAX_DEADLINE_MS",
  });

/** The parsed variables by name: sets, lists, numbers and booleans. */
export type Settings = z.output<typeof Settings>;

// The runtime passes the same object to every request of an isolate.
const known = new WeakMap<object, Settings>();

/**
 * Returns the settings in `env`.
 *
 * @throws {MisconfiguredError} with the name and the fault of each wrong variable.
 */
export function settingsOf(env: object): Settings {
  const settings = known.get(env) ?? parse(env);
  known.set(env, settings);
  return settings;
}

function parse(env: object): Settings {
  const ORIGINS = Object.fromEntries(Object.entries(env).filter(([name]) => isOriginVariable(name)));
  const parsed = Settings.safeParse({ ...env, ORIGINS });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: [first, second], message }): VariableFault => {
    const variable = String(first === "ORIGINS" ? second : first);
    if (!Object.hasOwn(env, variable)) return missing(variable);
    return { variable, what: "is not valid; the log says why", detail: message };
  });
  throw new MisconfiguredError(faults);
}
