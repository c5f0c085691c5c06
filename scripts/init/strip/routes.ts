// Takes routes out of lists in prose, such as "/gather, /probe and /jobs".

/** A list of routes. All of them, or none, are in backticks. */
const LIST = /(`?)\/[a-z]+\1(?:, \1\/[a-z]+\1)* and \1\/[a-z]+\1/g;

/** Takes `routes` out of the lists in `text`. A list of nothing else stays: it needs an edit of its own. */
export function withoutRoutes(text: string, routes: readonly string[]): string {
  return text.replaceAll(LIST, (list) => {
    const items = list.split(/, | and /);
    const left = items.filter((item) => !routes.includes(item.replaceAll("`", "")));
    if (left.length === 0 || left.length === items.length) return list;
    const [last = "", ...others] = left.toReversed();
    return others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
  });
}
