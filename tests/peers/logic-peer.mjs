// SPDX-License-Identifier: GPL-3.0-or-later
// json-logic-js as an oracle. Each line of standard input is [rule, data]; each line of the answer is {"result": …},
// {"error": message}, or {"skip": why} for what our engine does not copy (data run as a rule, prototypes).
// Usage: node logic-peer.mjs MODULES, where MODULES holds node_modules.
import { createRequire } from 'node:module'
import path from 'node:path'
import readline from 'node:readline'

const require = createRequire(path.join(path.resolve(process.argv[2]), 'x.js'))
const logic = require('json-logic-js')

const answers = []
console.log = () => {}
for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line === '') continue
  const [rule, data] = JSON.parse(line)
  try {
    const result = logic.apply(rule, data)
    answers.push(JSON.stringify({ result: result === undefined ? null : result }))
  } catch (e) {
    answers.push(JSON.stringify(/Unrecognized operation/.test(e.message) ? { skip: e.message } : { error: e.message }))
  }
}
process.stdout.write(answers.join('\n') + '\n')
