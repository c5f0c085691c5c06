// Fetches the starter, and finds the old and the new version in its history.
import { askGit, git } from "./git.ts";
import { Refusal } from "./refusal.ts";

/** Versions without this file are older than `npm run init`. */
const MAKER = "scripts/init/make-project.ts";

/** The commits of both versions. */
export interface Versions {
  readonly base: string;
  readonly next: string;
  /** The number of commits between them. */
  readonly commits: number;
}

/** The versions to find. */
export interface Wanted {
  /** A branch, a tag or a commit. @default the newest commit */
  readonly to: string | undefined;
  readonly base: string | undefined;
  /** The tree of the old version. */
  readonly tree: string;
}

/** Fetches the starter from `from`. @throws `Refusal` if it does not have both versions. */
export function fetchStarter(from: string, { to, base: asked, tree }: Wanted): Versions {
  const next = commitAt(from, to);
  const history = git(["log", "--format=%H %T", next])
    .split("\n")
    .map((line) => line.split(" "));
  const base =
    asked === undefined
      ? history.find(([, of]) => of === tree)?.[0]
      : askGit(["rev-parse", "--verify", `${asked}^{commit}`]);
  if (base === undefined)
    throw new Refusal(
      `${from} has no version with the files that this project began with. Name the starter (--from), or the version (--base <commit>).`,
    );
  for (const commit of [base, next]) {
    if (askGit(["cat-file", "-e", `${commit}:${MAKER}`]) !== undefined) continue;
    throw new Refusal(
      `${commit.slice(0, 9)} of ${from} has no ${MAKER}: it is not the starter, or older than npm run init`,
    );
  }
  return { base, next, commits: Number(git(["rev-list", "--count", `${base}..${next}`])) };
}

/** Fetches `to`, and returns its commit. */
function commitAt(from: string, to = "HEAD"): string {
  const fetched = fetchFrom(from, to) ?? fetchFrom(from, "HEAD");
  if (fetched === undefined)
    throw new Refusal(`git cannot fetch from ${from}. Name the starter: npm run update -- --from <url or path>`);
  const commit = fetched === to ? "FETCH_HEAD" : to;
  const found = askGit(["rev-parse", "--verify", `${commit}^{commit}`]);
  if (found === undefined) throw new Refusal(`${from} has no branch, tag or commit ${to}`);
  return found;
}

function fetchFrom(from: string, what: string): string | undefined {
  return askGit(["fetch", "--quiet", "--no-tags", from, what]) === undefined ? undefined : what;
}
