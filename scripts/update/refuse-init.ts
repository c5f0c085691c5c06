// `npm run init` in a project that it has made.
import { readRecord } from "./project-record.ts";

const name = readRecord(".")?.name ?? "something else";
console.error(`This project is yours already: it is called ${name}. Fixes of the starter come with npm run update.`);
process.exitCode = 1;
