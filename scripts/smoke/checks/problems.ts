// Each refusal is a problem document with the right status.
import { ask, problemOf } from "../ask.ts";
import { aboutOf } from "../about-of.ts";
import { type Check, holds } from "../check.ts";

export const notFound: Check = {
  name: "404",
  async run(target) {
    const { detail } = await problemOf(await ask(target, "/no-such-route"), 404);
    holds(detail.includes("GET /healthz"), "the problem does not name the routes");
    return "an unknown path is a problem that names the routes";
  },
};

export const otherMethod: Check = {
  name: "405",
  async run(target) {
    const response = await ask(target, "/healthz", { method: "DELETE" });
    holds(response.headers.get("Allow")?.includes("GET") === true, "405 has no Allow");
    await problemOf(response, 405);
    return "another method is a problem, with Allow";
  },
};

export const withoutKey: Check = {
  name: "401",
  route: "POST /gather",
  async run(target) {
    const { access } = await aboutOf(target);
    if (access === "open") return "open access, to this machine alone: this is not a deployed Worker";
    for (const key of [null, "smoke-is-not-a-key"]) {
      const response = await ask(target, "/gather", { key, body: { requests: [{ url: target.upstream }] } });
      const challenge = response.headers.get("WWW-Authenticate");
      await problemOf(response, 401);
      holds(challenge?.startsWith("Bearer") === true, "401 has no WWW-Authenticate");
    }
    return "/gather is closed without a key, and to a wrong one";
  },
};

export const badQuery: Check = {
  name: "400",
  route: "GET /hello",
  async run(target) {
    const { detail } = await problemOf(await ask(target, "/hello?times=none"), 400);
    holds(detail.includes("times"), "the problem does not name the parameter");
    return "a bad query is a problem that names the parameter";
  },
};

export const badField: Check = {
  name: "422",
  route: "POST /gather",
  keyed: true,
  async run(target) {
    const { detail } = await problemOf(await ask(target, "/gather", { body: { requests: [] } }), 422);
    holds(detail.includes("requests"), "the problem does not name the field");
    return "a bad field is a problem that names it";
  },
};
