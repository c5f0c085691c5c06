// The summary of a place in an encyclopedia. https://en.wikipedia.org/api/rest_v1/
import * as z from "zod";
import { declareUpstream } from "../../upstream/declare-upstream.ts";
import type { Place } from "./geocoding.ts";

/** The first paragraph of a page. */
export const PageSummary = z.object({
  title: z.string(),
  extract: z.string(),
  page: z.url(),
  thumbnail: z.url().optional(),
});

/** Fetches the summary of the page with the name of a place. */
export const encyclopedia = declareUpstream({
  name: "encyclopedia",
  origin: "ENCYCLOPEDIA_ORIGIN",
  policy: {
    timeoutMs: 2_000,
    hedgeMs: 500,
    cache: { freshS: 3_600, staleIfErrorS: 604_800, staleWhileRevalidateS: 86_400 },
  },
  request: ({ name }: Place) => ({ path: ["api", "rest_v1", "page", "summary", name] }),
  answer: z
    .object({
      title: z.string(),
      extract: z.string(),
      content_urls: z.object({ desktop: z.object({ page: z.url() }) }),
      thumbnail: z.object({ source: z.url() }).optional(),
    })
    .transform(({ title, extract, content_urls: { desktop }, thumbnail }): z.output<typeof PageSummary> => ({
      title,
      extract,
      page: desktop.page,
      thumbnail: thumbnail?.source,
    }))
    .pipe(PageSummary),
});
