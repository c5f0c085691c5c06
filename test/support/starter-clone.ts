// Repositories for tests: the starter, and projects made of it.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { copyOfProject } from "./copy-of-project.ts";

/** Exit status and output of a command. */
export interface Ran {
  readonly status: number | null;
  readonly printed: string;
}

const AUTHOR = {
  GIT_AUTHOR_NAME: "test",
  GIT_AUTHOR_EMAIL: "test@localhost",
  GIT_COMMITTER_NAME: "test",
  GIT_COMMITTER_EMAIL: "test@localhost",
};

/** A folder with a repository. */
export class Repository {
  readonly home: string;

  constructor(home: string) {
    this.home = home;
  }

  git(...args: readonly string[]): string {
    const env = { ...process.env, ...AUTHOR };
    return execFileSync("git", args, {
      cwd: this.home,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  }

  commit(message: string): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", message);
  }

  read(path: string): string {
    return readFileSync(join(this.home, path), "utf8");
  }

  /** Replaces `from` in a file, which must have it. */
  change(path: string, from: string, to: string): void {
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    this.write(
      path,
      text.replace(from, () => to),
    );
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.home, path), text);
  }

  /** Runs one of the project's scripts. */
  node(...args: readonly string[]): Ran {
    return this.run(process.execPath, ...args);
  }

  run(command: string, ...args: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: this.home,
      encoding: "utf8",
      env: { ...process.env, ...AUTHOR },
    });
    return { status, printed: stdout + stderr };
  }

  /** Lists the changes since the last commit, as `git status` does. */
  get status(): string {
    return this.git("status", "--porcelain");
  }
}

/** Makes a copy of the starter with one commit and no remote, as a template does. It is deleted after the test. */
export function starterWithoutHistory(): Repository {
  const starter = new Repository(copyOfProject());
  starter.git("init", "--quiet");
  ignoreModules(starter);
  starter.commit("Initial commit");
  return starter;
}

/** Clones `starter` into `folder`, and links node_modules. */
export function cloneOf(starter: Repository, folder: string): Repository {
  starter.git("clone", "--quiet", starter.home, folder);
  const clone = new Repository(folder);
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  ignoreModules(clone);
  return clone;
}

/** The line in .gitignore is for a folder. Here it is a link. */
function ignoreModules({ home }: Repository): void {
  writeFileSync(join(home, ".git/info/exclude"), "node_modules\n");
}
