// Routes, read from sources.
import { expect, test } from "vitest";
import { routesIn } from "../../../scripts/new/existing-routes.ts";

test("routes are found in code, and not in comments", () => {
  const code = `
/**
 * app.get("/shown", handler)
 */
// .get("/noted", handler)
export const app = new Hono().get("/one/:id", handler).post(
  "/two",
  handler,
);`;
  expect(routesIn(code)).toEqual([
    { method: "GET", path: "/one/:id" },
    { method: "POST", path: "/two" },
  ]);
});
