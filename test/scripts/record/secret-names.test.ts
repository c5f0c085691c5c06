// Secrets by the names of their fields.
import { expect, test } from "vitest";
import { isSecretName } from "../../../scripts/record/secret-names.ts";

const NONE: ReadonlySet<string> = new Set();

test.for([
  ..."apiKey api_key X-API-Key x-apikey APIKey apikey appid access_token refreshToken id-token token".split(" "),
  ..."Authorization Proxy-Authorization password user_password client_secret clientSecret secret".split(" "),
  ..."Cookie Set-Cookie sessionId session_id X-Amz-Signature sig subscription-key Ocp-Apim-Subscription-Key".split(" "),
  ..."X-Auth-Token auth credentials private_key jwt csrf_token NEWS_API_KEY X-Amz-Security-Token".split(" "),
])("E8 %s is a secret's name", (name) => {
  expect(isSecretName(name, { bareKey: false, extra: NONE })).toBe(true);
});

test.for(
  "name total_tokens max_tokens nextPageToken page_token primaryKey keyboard keywords author authored monkey session tokenize id".split(
    " ",
  ),
)("%s is not a secret's name", (name) => {
  expect(isSecretName(name, { bareKey: true, extra: NONE })).toBe(false);
});

test("key alone is one in queries, forms and headers", () => {
  expect(["KEY", "key"].map((name) => isSecretName(name, { bareKey: true, extra: NONE }))).toEqual([true, true]);
  expect(isSecretName("key", { bareKey: false, extra: NONE })).toBe(false);
});

test("a user adds names, in any case", () => {
  expect(isSecretName("Ticket", { bareKey: false, extra: new Set(["ticket"]) })).toBe(true);
});
