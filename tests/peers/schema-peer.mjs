// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts of @hyperjump/json-schema (2020-12), a validator nobody here wrote. Reads lines {"uri", "schema", "instances"}
// from standard input; answers each with a line: the list of verdicts, or {"error"} when it cannot compile the schema.
// Usage: node schema-peer.mjs MODULES, where MODULES holds node_modules.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import readline from 'node:readline'
import path from 'node:path'
import fs from 'node:fs'

const folder = path.join(path.resolve(process.argv[2]), 'node_modules/@hyperjump/json-schema')
if (!fs.existsSync(folder)) {
  console.error('no @hyperjump/json-schema')
  process.exit(3)
}
const require = createRequire(path.join(folder, 'x.js'))
const { registerSchema, unregisterSchema, validate } =
  await import(pathToFileURL(require.resolve('./draft-2020-12/index.js')))

for await (const line of readline.createInterface({ input: process.stdin })) {
  if (line === '') continue
  const { uri, schema, instances } = JSON.parse(line)
  let answer
  try {
    registerSchema(schema, uri)
    const check = await validate(uri)
    answer = instances.map(instance => check(instance).valid)
  } catch (error) {
    answer = { error: String(error.message ?? error).slice(0, 300) }
  }
  try { unregisterSchema(uri) } catch { }
  console.log(JSON.stringify(answer))
}
