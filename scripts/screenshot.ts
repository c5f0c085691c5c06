// `npm run screenshot`: the pictures of the page that the README shows, made anew: the program that the page begins with, in light and dark.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { startChromium } from "./chromium.ts";
import { startDev } from "./start-dev.ts";

const OUT = "scripts/screenshots";

/** CSS pixels, each of which becomes four of the picture. */
const VIEWPORT = { width: 1120, height: 800 };

/** Of 100; text stays sharp, and the file small. */
const QUALITY = 88;

const port = await freePort(0);
const stack = await startDev(["--port", String(port)], { log: () => undefined, exitCode: 130 });
const browser = await startChromium({ host: "localhost", origin: stack.url });
try {
  mkdirSync(OUT, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({
      viewport: VIEWPORT,
      deviceScaleFactor: 2,
      colorScheme,
      reducedMotion: "reduce",
    });
    await page.goto(stack.url);
    await page.getByText(/times as long\.$/).waitFor();
    const { x, y, width } = (await page.locator("main").boundingBox()) ?? { x: 0, y: 0, width: VIEWPORT.width };
    const chart = await page.locator("#chart").boundingBox();
    const height = (chart?.y ?? 0) + (chart?.height ?? 0) - y;
    const clip = { x: x - 16, y: y - 16, width: width + 32, height: height + 32, scale: 1 };
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, clip });
    const bytes = Buffer.from(data, "base64");
    const file = join(OUT, `home-${colorScheme}.webp`);
    writeFileSync(file, bytes);
    console.log(`${file}  ${(bytes.byteLength / 1000).toFixed(1)} kB`);
    await page.close();
  }
} finally {
  await browser.close();
  await stack.stop();
}
