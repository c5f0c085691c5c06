// The text of a new endpoint's test. It runs in workerd, and against the built Worker.
import { BODY_FIELD, type NewEndpoint } from "./plan.ts";
import { STAND_IN_ANSWER } from "./stand-in-file.ts";

/** The text of `test/routes/….test.ts`. */
export function testFile({ route, method, upstreams: [required, ...optional] }: NewEndpoint): string {
  const isPost = method === "post";
  const ask = isPost
    ? `post(${JSON.stringify(route.example)}, { ${BODY_FIELD}: "hello" })`
    : `get(${JSON.stringify(route.example)})`;
  const answer = JSON.stringify(STAND_IN_ANSWER);
  const all = [required, ...optional].map((upstream) => `${upstream?.code}: ${answer}`);
  const without = optional.map(
    ({ code, path, name }) => `
test(${JSON.stringify(`without ${name} the answer is partial, and says so`)}, async () => {
  await standInMisbehaves("path=${path}&status=404");
  const response = await ${ask};
  expect(response.headers.get("Gather-Complete")).toBe("false");
  expect(await response.json()).toMatchObject({ complete: false, ${code}: null });
});
`,
  );
  return `// ${method.toUpperCase()} ${route.path}, with the stand-ins of its upstreams.
import { expect, test } from "vitest";
import { ${isPost ? "post" : "get"}, problem, standInMisbehaves } from "../support/worker.ts";

test(${JSON.stringify(`${method.toUpperCase()} ${route.path} has what its upstreams answer`)}, async () => {
  const response = await ${ask};
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ complete: true, ${all.join(", ")} });
});
${without.join("")}
test(${JSON.stringify(`without ${required?.name} there is no answer`)}, async () => {
  await standInMisbehaves("path=${required?.path}&status=404");
  expect(await problem(await ${ask})).toMatchObject({ status: 502, complete: false });
});
`;
}
