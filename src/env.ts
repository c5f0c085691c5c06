// The Worker's variables and secrets, read once per isolate. A bad one is reported by its name.
import * as z from "zod";

const origins = z.string().transform((text, context) =>
  text.split(/\s+/).flatMap((entry) => {
    if (entry === "") return [];
    const url = URL.parse(entry);
    if (url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return [url.origin];
    context.addIssue({
      code: "custom",
      message: `${JSON.stringify(entry)} is not an origin such as https://api.example.com`,
    });
    return [];
  }),
);

const wholeNumber = (least: number, most: number): z.ZodCoercedNumber => z.coerce.number().int().min(least).max(most);

const flag = (by: "true" | "false") =>
  z
    .enum(["true", "false"])
    .default(by)
    .transform((text) => text === "true");

const Settings = z
  .object({
    /** Where outgoing requests may go, separated by spaces. */
    ALLOWED_ORIGINS: origins.transform((list): ReadonlySet<string> => new Set(list)),
    /** Keys that open /gather, separated by spaces. A secret. */
    API_KEYS: z
      .string()
      .default("")
      .transform((text) => text.split(/\s+/).filter((key) => key !== "")),
    /** "true" opens /gather to everyone where no key is set. Only `npm run dev` says so. */
    OPEN_ACCESS: flag("false"),
    /** "false" stops the line that each request writes to the log. */
    LOG_REQUESTS: flag("true"),
    /** Milliseconds a request may take where it names no deadline of its own. */
    DEADLINE_MS: wholeNumber(100, 300_000).default(10_000),
    /** Milliseconds that a request's own deadline may name at most. */
    MAX_DEADLINE_MS: wholeNumber(100, 300_000).default(30_000),
    /** Subrequests a request may make: 50 on the free plan, 10,000 on the paid one. */
    SUBREQUESTS: wholeNumber(1, 10_000_000).default(50),
  })
  .refine(({ DEADLINE_MS, MAX_DEADLINE_MS }) => DEADLINE_MS <= MAX_DEADLINE_MS, {
    path: ["DEADLINE_MS"],
    message: "may not be over MAX_DEADLINE_MS",
  });

/** The variables by name, parsed: sets, lists, numbers and booleans. */
export type Settings = z.output<typeof Settings>;

// The runtime hands every request of an isolate the same object.
const known = new WeakMap<object, Settings>();

/**
 * The settings in `env`.
 *
 * @throws `Error` that names each bad variable and says what is wrong with it.
 */
export function settingsOf(env: object): Settings {
  const settings = known.get(env) ?? parse(env);
  known.set(env, settings);
  return settings;
}

function parse(env: object): Settings {
  const parsed = Settings.safeParse(env);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`the Worker is misconfigured: ${faults.join("; ")}`);
}
