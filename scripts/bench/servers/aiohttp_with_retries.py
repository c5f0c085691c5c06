"""The article's own stack with the same promises: aiohttp, timeouts, retries, six slots, a breaker. The upstream's origin is its argument."""

import asyncio
import json
import random
import sys
import time

from aiohttp import ClientConnectionError, ClientPayloadError, ClientResponseError, ClientSession, ClientTimeout, TCPConnector, web

ORIGIN = sys.argv[1]
PARTS = [f"part{index}" for index in range(10)]
SLOTS = 6
TIMEOUT = ClientTimeout(total=5)
RETRIES = 2
BACKOFF_S = 0.1
RETRYABLE = {408, 429, 500, 502, 503, 504}
FAILURES = 10
COOLDOWN_S = 5


class Breaker:
    """Opens after ten failures in a row."""

    def __init__(self):
        self.failures = 0
        self.open_until = 0.0

    def check(self):
        if self.failures >= FAILURES and time.monotonic() < self.open_until:
            raise RuntimeError("the breaker is open")

    def note(self, ok):
        self.failures = 0 if ok else self.failures + 1
        if self.failures >= FAILURES:
            self.open_until = time.monotonic() + COOLDOWN_S


breaker = Breaker()


def may_retry(error):
    if isinstance(error, ClientResponseError):
        return error.status in RETRYABLE
    return isinstance(error, (ClientConnectionError, ClientPayloadError, asyncio.TimeoutError))


async def retried(session, part):
    for retry in range(RETRIES + 1):
        try:
            async with session.get(f"{ORIGIN}/{part}") as response:
                return await response.json()
        except Exception as error:
            if retry == RETRIES or not may_retry(error):
                raise
        await asyncio.sleep(random.random() * BACKOFF_S * 2**retry)


async def fetch_part(session, slots, part):
    async with slots:
        breaker.check()
        try:
            body = await retried(session, part)
        except Exception:
            breaker.note(ok=False)
            raise
        breaker.note(ok=True)
        return part, body


async def merge(request):
    session = request.app["session"]
    slots = asyncio.Semaphore(SLOTS)
    failed = None
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch_part(session, slots, part)) for part in PARTS]
    except* Exception as errors:
        failed = web.Response(status=500, text=str(errors.exceptions))
    if failed is not None:
        return failed
    merged = dict(task.result() for task in tasks)
    text = json.dumps(merged, separators=(",", ":"), ensure_ascii=False)
    return web.Response(text=text, content_type="application/json")


async def main():
    app = web.Application()
    # No limit on connections: the others have none either.
    app["session"] = ClientSession(connector=TCPConnector(limit=0), timeout=TIMEOUT, raise_for_status=True)
    app.router.add_get("/merged", merge)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
