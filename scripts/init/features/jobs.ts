// Durable fan-out.
import { drop, type Feature, replace } from "../feature.ts";

export const jobs: Feature = {
  name: "jobs",
  about: "durable fan-out, and POST /jobs",
  traces: /\bjobs?\b|queue:|durable/i,
  owns: [
    "src/jobs",
    "src/routes/jobs",
    "scripts/job-resources.ts",
    "test/jobs",
    "test/built/jobs.test.ts",
    "test/built/jobs-crash.test.ts",
    "test/built/jobs-polite.test.ts",
    "test/properties/jobs.test.ts",
    "test/scripts/jobs-readme.test.ts",
    "test/support/job-client.ts",
    "test/support/kill-worker.ts",
  ],
  edits: {
    "CONTRIBUTING.md": [replace("; without the jobs it is 34 ms and 92 kB")],
    "scripts/serve-built.ts": [
      drop("readonly jobs?: boolean"),
      replace("jobs = false }: Extras", "}: Extras"),
      drop('...(typeof jobs === "object"'),
    ],
    "src/index.ts": [drop("//   jobs/")],
    "test/support/built-setup.ts": [replace("jobs: true }", "}")],
    "vitest.config.ts": [replace(",jobs}", "}")],
  },
};
