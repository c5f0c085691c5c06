// Which Python of the machine has aiohttp, if any.
import { spawnSync } from "node:child_process";

/** Python 3.11 brings the TaskGroup. */
const CHECK = "import aiohttp, asyncio; asyncio.TaskGroup";

/** The command of the first Python that can run the servers; `undefined` where none can. */
export function pythonWithAiohttp(): string | undefined {
  return ["python3", "/usr/bin/python3"].find(
    (command) => spawnSync(command, ["-c", CHECK], { stdio: "ignore" }).status === 0,
  );
}
