// Reads the path of a new endpoint.

/** Segments that a path may have. */
const MAX_SEGMENTS = 8;

const FIXED = /^[A-Za-z\d][\w.~-]{0,49}$/;
const PARAMETER = /^:[a-z][A-Za-z\d]{0,29}$/;

/** A path such as `/briefing/:topic`. */
export interface RoutePath {
  readonly path: string;
  /** The fixed segments as one name, which the files are called by: `users-orders`. */
  readonly name: string;
  /** The names of its parameters, in order. */
  readonly parameters: readonly string[];
  /** A path that it matches: `/briefing/some-topic`. */
  readonly example: string;
}

/** Reads `path`. @throws `Error` that says what is wrong with it. */
export function readRoutePath(path: string): RoutePath {
  const quoted = JSON.stringify(path);
  if (!path.startsWith("/")) throw new Error(`${quoted} must begin with /, as /briefing/:topic does`);
  const segments = path.slice(1).split("/");
  if (segments.length > MAX_SEGMENTS) throw new Error(`${quoted} has more than ${MAX_SEGMENTS} segments`);
  const odd = segments.find((segment) => !FIXED.test(segment) && !PARAMETER.test(segment));
  if (odd !== undefined)
    throw new Error(`${quoted} has the segment ${JSON.stringify(odd)}: expected a name or :parameter`);
  const [first = ""] = segments;
  if (!FIXED.test(first)) throw new Error(`${quoted} must begin with a name: the files are called by it`);
  const parameters = segments.filter((segment) => PARAMETER.test(segment)).map((segment) => segment.slice(1));
  const twice = parameters.find((name, index) => parameters.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${quoted} has the parameter :${twice} twice`);
  const name = segments.filter((segment) => FIXED.test(segment)).join("-");
  const example = segments.map((segment) => (PARAMETER.test(segment) ? `some-${segment.slice(1)}` : segment)).join("/");
  return { path, name: kebab(name), parameters, example: `/${example}` };
}

/** `Feed.json` is `feed-json`. */
function kebab(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
