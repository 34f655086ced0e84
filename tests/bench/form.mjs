// SPDX-License-Identifier: GPL-3.0-or-later
// form.mjs PEERS CASES FIGURES: what a program with ajv must do after an edit, which is to check everything anew, beside the engine's
// edits measured in the same run (bench-form.c). The rules over rows are written in JavaScript; ajv has none.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [peers, cases, figures] = process.argv.slice(2);
const require = createRequire(join(resolve(peers), 'package.json'));
const Ajv = require('ajv/dist/2020.js').default;
const addFormats = require('ajv-formats').default;
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const { schema, answers } = JSON.parse(readFileSync(cases, 'utf8'));
const ours = JSON.parse(readFileSync(figures, 'utf8'));
const validate = ajv.compile(schema);

if (!validate(answers)) throw new Error(`ajv refuses the answers: ${ajv.errorsText(validate.errors)}`);

function rules(a) {
  a.tong = a.hang.reduce((sum, row) => sum + row.gia, 0);
  a.so = a.hang.length;
  return new Set(a.hang.map((row) => row.ma)).size === a.hang.length;
}

function time(n, edit) {
  const times = [];
  for (let i = 0; i < n; i++) {
    edit(i);
    const start = process.cpuUsage(); // processor time, as bench-form.c
    rules(answers);
    validate(answers);
    const used = process.cpuUsage(start);
    times.push(used.user + used.system);
  }
  times.sort((a, b) => a - b);
  return { median: times[n >> 1], p99: times[Math.floor(n * 0.99)] };
}

time(200, (i) => { answers.f0 = `Trần ${i}`; });
const full = time(1000, (i) => { answers.hang[i % 1000].gia = i; });
console.log(`ajv, a full check after an edit     median ${full.median.toFixed(1).padStart(8)} µs, 99th percentile ${full.p99.toFixed(1).padStart(8)} µs`);
for (const [name, f] of Object.entries(ours))
  console.log(`  ${name}: ${(full.median / f.median).toFixed(1)} times as fast at the median, ${(full.p99 / f.p99).toFixed(1)} at the 99th percentile`);
