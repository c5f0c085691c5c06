// Which Python of the machine has aiohttp, if any.
import { spawnSync } from "node:child_process";

/** The command of the first Python that can import aiohttp; `undefined` where none can. */
export function pythonWithAiohttp(): string | undefined {
  return ["python3", "/usr/bin/python3"].find(
    (command) => spawnSync(command, ["-c", "import aiohttp"], { stdio: "ignore" }).status === 0,
  );
}
