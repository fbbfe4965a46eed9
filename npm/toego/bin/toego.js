#!/usr/bin/env node
// Runs the program out of the package for this system, and ends as it ends.
"use strict";

const { spawnSync } = require("node:child_process");

/** Work that could not be done, as the program itself says it. */
const FAILED = 2;

function isMusl() {
  if (process.platform !== "linux") return false;
  // Else the report looks up the names of all open connections.
  process.report.excludeNetwork = true;
  return !process.report.getReport().header.glibcVersionRuntime;
}

const name = `@toego/${process.platform}-${process.arch}${isMusl() ? "-musl" : ""}`;

function program() {
  try {
    return require.resolve(`${name}/bin/toego${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    console.error(
      `toego: the package ${name} is not installed. Either there is none for this system, or optional ` +
        "dependencies were left out (npm install --include=optional).",
    );
    process.exit(FAILED);
  }
}

const ended = spawnSync(program(), process.argv.slice(2), { stdio: "inherit" });
if (ended.error) {
  console.error(`toego: ${ended.error.message}`);
  process.exit(FAILED);
}
if (ended.signal) process.kill(process.pid, ended.signal);
process.exit(ended.status ?? FAILED);
