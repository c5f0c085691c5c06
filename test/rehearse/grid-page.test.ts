// The page of a rehearsal as text: nothing that an upstream or a path holds becomes markup.
import { expect, test } from "vitest";
import { fateOfCell } from "../../scripts/rehearse/page/case-view.ts";
import { gridPage } from "../../scripts/rehearse/page/grid-page.ts";
import { readAnswer } from "../../scripts/rehearse/read-answer.ts";
import type { Judged } from "../../scripts/rehearse/run-lane.ts";

const timing = { startMs: 1, totalMs: 2, attempts: 1 };
const upstream = { name: "news", path: "/news", key: "news", calls: 1 };

async function judged(body: object, breaches: Judged["breaches"] = []): Promise<Judged> {
  const reading = await readAnswer(Response.json(body));
  const of = { fault: "500", upstreams: [upstream], faults: [], delivery: "json" } as const;
  return { seen: { case: of, reading, ms: 5, requests: { news: 3 }, leftOpen: [] }, breaches };
}

const partial = {
  complete: false,
  subrequests: 3,
  news: null,
  parts: { "<news>": { outcome: "http_error", message: '<script>alert("x")</script>', timing } },
};

test("E6 the fate of a cell: complete, partial, a status, or the rule that is broken", async () => {
  const whole = { ...partial, complete: true };
  expect(fateOfCell([await judged(whole)])).toEqual({ fate: "complete", text: "complete" });
  expect(fateOfCell([await judged(partial)])).toEqual({ fate: "partial", text: "partial" });
  const late = { rule: "late", what: "took 2000 ms" } as const;
  expect(fateOfCell([await judged(whole), await judged(whole, [late])])).toEqual({ fate: "breach", text: "late!" });
});

test("E6 the page holds the grid, the messages and the rules that are broken, escaped", async () => {
  const html = gridPage({
    endpoint: "GET /briefing?topic=<b>",
    deadlineMs: 1_000,
    upstreams: [upstream],
    parts: ["news"],
    judged: [await judged(partial, [{ rule: "late", what: 'took "2000" ms' }])],
    price: { basis: "observed", worst: 3, declared: undefined, counted: { news: 3 }, most: 3, plan: 50, faults: [] },
    cleared: 0,
    pairsLeftOut: 0,
    errors: [],
    seconds: 1,
  });
  for (const text of [
    "<h1>GET /briefing?topic=&lt;b&gt;</h1>",
    '<button class="breach" popovertarget="news-500">late!</button>',
    "&lt;news&gt;: &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;",
    "<li>late: took &quot;2000&quot; ms</li>",
  ])
    expect(html).toContain(text);
  expect(html).not.toContain("<script");
});
