// `/api/rest_v1/page/summary/{title}`: stands in for en.wikipedia.org.
import { type City, type CitySummary, cities } from "./cities.ts";
import type { Exchange } from "../exchange.ts";
import { foldName } from "./fold-name.ts";
import type { Reply, StandIn } from "../stand-in.ts";

/**
 * Answers the summary of a city's page by its title, its name or another name of it, with spaces or underscores, whatever their case and
 * diacritics; where the public API would redirect to the title, the answer comes at once. Other titles get 404 and Wikipedia's problem.
 *
 * Source: https://www.mediawiki.org/wiki/Specs/Summary/1.3.0
 *
 * Caveat: thumbnails have the form of the real ones, but lie at a host that is reserved for examples, so there is nothing to load.
 */
export const pageSummary: StandIn = {
  variable: "ENCYCLOPEDIA_ORIGIN",
  key: "summary",
  reply(exchange, rest) {
    const title = foldName(decoded(rest).replaceAll("_", " "));
    const city = cities.find(({ name, otherNames, summary }) =>
      [name, ...otherNames, summary?.title ?? name].some((own) => foldName(own) === title),
    );
    return city?.summary ? found(city, city.summary) : notFound(exchange, rest);
  },
};

function found({ latitude, longitude }: City, summary: CitySummary): Reply {
  const { title, wikibaseItem, description, extract, thumbnail } = summary;
  const canonical = title.replaceAll(" ", "_");
  const display = `<span class="mw-page-title-main">${title}</span>`;
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8; profile="https://www.mediawiki.org/wiki/Specs/Summary/1.4.2"',
    value: {
      type: "standard",
      title,
      displaytitle: display,
      namespace: { id: 0, text: "" },
      wikibase_item: wikibaseItem,
      titles: { canonical, normalized: title, display },
      ...(thumbnail && { thumbnail: { source: pictureOf(canonical, thumbnail.width), ...thumbnail } }),
      lang: "en",
      dir: "ltr",
      description,
      coordinates: { lat: latitude, lon: longitude },
      content_urls: { desktop: linksAt("en.wikipedia.org"), mobile: linksAt("en.m.wikipedia.org") },
      extract,
      extract_html: `<p>${extract}</p>`,
    },
  };

  function linksAt(host: string): object {
    const page = `https://${host}/wiki/${encodeURIComponent(canonical)}`;
    return {
      page,
      revisions: `${page}?action=history`,
      edit: `${page}?action=edit`,
      talk: `https://${host}/wiki/Talk:${encodeURIComponent(canonical)}`,
    };
  }
}

function pictureOf(canonical: string, width: number): string {
  const file = encodeURIComponent(`${canonical}.jpg`);
  return `https://upload.wikimedia.example/wikipedia/commons/thumb/${file}/${width}px-${file}`;
}

function notFound({ request }: Exchange, rest: string): Reply {
  return {
    status: 404,
    contentType: "application/problem+json",
    value: {
      type: "https://mediawiki.org/wiki/HyperSwitch/errors/not_found",
      title: "Not found.",
      method: request.method?.toLowerCase(),
      detail: "Page or revision not found.",
      uri: `/en.wikipedia.org/v1/page/summary/${rest}`,
    },
  };
}

function decoded(title: string): string {
  try {
    return decodeURIComponent(title);
  } catch {
    return title;
  }
}
