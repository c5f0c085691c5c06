// The article's own stack: aiohttp and asyncio.
import { pythonWithAiohttp } from "../tools/python-with-aiohttp.ts";
import type { Contestant } from "./contestant.ts";

function python(name: string, file: string, about: Pick<Contestant, "keeps" | "caveat">): Contestant {
  return {
    name,
    path: "/merged",
    async start(stage, origin) {
      const command = pythonWithAiohttp();
      return command === undefined ? undefined : stage.start([`scripts/bench/servers/${file}.py`, origin], command);
    },
    ...about,
  };
}

export const aiohttp = python("aiohttp", "aiohttp_fan_out", { keeps: [], caveat: "asyncio.gather" });

export const aiohttpRetries = python("aiohttp with retries", "aiohttp_with_retries", {
  keeps: ["retries", "timeouts", "six slots", "breaker", "cancels"],
  caveat: "asyncio.TaskGroup; ignores Retry-After, holds a slot through waits and bodies",
});
