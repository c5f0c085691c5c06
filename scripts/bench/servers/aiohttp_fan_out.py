"""The same fan-out as an aiohttp server: ClientSession, asyncio.gather. The upstream's origin is its argument."""

import asyncio
import json
import sys

from aiohttp import ClientSession, TCPConnector, web

ORIGIN = sys.argv[1]
PARTS = [f"part{index}" for index in range(10)]


async def fetch_part(session, part):
    async with session.get(f"{ORIGIN}/{part}") as response:
        response.raise_for_status()
        return part, await response.json()


async def merge(request):
    session = request.app["session"]
    try:
        merged = await asyncio.gather(*(fetch_part(session, part) for part in PARTS))
    except Exception as error:
        return web.Response(status=500, text=str(error))
    text = json.dumps(dict(merged), separators=(",", ":"), ensure_ascii=False)
    return web.Response(text=text, content_type="application/json")


async def main():
    app = web.Application()
    # No limit on connections: the others have none either.
    app["session"] = ClientSession(connector=TCPConnector(limit=0))
    app.router.add_get("/merged", merge)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
