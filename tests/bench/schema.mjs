// SPDX-License-Identifier: GPL-3.0-or-later
// The peers' half of bench-schema: ajv (compiled to JavaScript, 2020-12, with ajv-formats) and @hyperjump/json-schema on the
// same schemas and instances, measured the same way, just after ours. Groups a peer cannot compile, or gets wrong by our
// verdict, are left out of that peer's comparison on both sides, and counted.
// Usage: node schema.mjs MODULES CASES FIGURES
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import fs from 'node:fs'
import path from 'node:path'

const [modules, casesPath, figuresPath] = process.argv.slice(2)
const cases = JSON.parse(fs.readFileSync(casesPath, 'utf8'))
const ours = JSON.parse(fs.readFileSync(figuresPath, 'utf8'))
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const SLICES = 7
const SLICE_MS = 3

// The Vietnamese formats, as far as a pattern tells them.
const own = {
  'vn-cccd': /^\d{12}$/, 'vn-cmnd': /^\d{9}$/, 'vn-bhxh': /^\d{10}$/, 'vn-passport': /^[A-Z]\d{7,8}$/,
  'vn-unit': /^(\d{2}|\d{5})$/, 'vn-mst': /^(\d{10}(-\d{3})?|\d{12})$/, 'vn-partial-date': /^\d{4}(-\d{2}(-\d{2})?)?$/,
  'vn-phone': /^(?:0|\+?84)[235789]\d{8,9}$/, 'vn-name': /^[\p{L}\p{M} .'’-]+$/u, 'vn-plate': /^\d{2}-?[A-Z][A-Z0-9]?-?\d{4,5}$/
}

function measure (check, instances) {
  for (let i = 0; i < 3000; i++) for (const instance of instances) check(instance)
  let best = Infinity
  for (let slice = 0; slice < SLICES; slice++) {
    const start = performance.now()
    let now, passes = 0
    do {
      for (let k = 0; k < 16; k++, passes++) for (const instance of instances) check(instance)
      now = performance.now()
    } while (now - start < SLICE_MS)
    best = Math.min(best, (now - start) * 1e6 / passes)
  }
  return best
}

async function ajv () {
  const Ajv = require('ajv/dist/2020').default
  const formats = require('ajv-formats').default
  return group => {
    const engine = new Ajv({ strict: false, allErrors: false, validateFormats: group.formats, logger: false })
    if (group.formats) {
      formats(engine)
      for (const name in own) engine.addFormat(name, own[name])
    }
    for (const { uri, schema } of cases.remotes) if (JSON.stringify(group.schema).includes('localhost:1234')) engine.addSchema(schema, uri)
    return engine.compile(group.schema)
  }
}

async function hyperjump () {
  const folder = path.join(path.resolve(modules), 'node_modules/@hyperjump/json-schema')
  const inside = createRequire(path.join(folder, 'x.js'))
  const { registerSchema, validate } = await import(pathToFileURL(inside.resolve('./draft-2020-12/index.js')))
  for (const { uri, schema } of cases.remotes) try { registerSchema(schema, uri, 'https://json-schema.org/draft/2020-12/schema') } catch { }
  let n = 0
  return async group => {
    const uri = `https://bench.test/${n++}`
    registerSchema(group.schema, uri, 'https://json-schema.org/draft/2020-12/schema')
    const check = await validate(uri)
    return instance => check(instance).valid
  }
}

async function compare (name, make) {
  let compile
  try {
    compile = await make()
  } catch {
    console.log(`${name}: not there ($HOSO_PEERS)`)
    return
  }
  for (const set of ['forms', 'suite']) {
    let theirs = 0, mine = 0, checks = 0, left = 0
    for (const [i, group] of cases[set].entries()) {
      let ns
      try {
        const check = await compile(group)
        if (set === 'forms' && !group.instances.every(instance => check(instance))) throw new Error('not valid')
        ns = measure(check, group.instances)
      } catch (error) {
        if (process.env.HOSO_BENCH_WHY) console.log(`# ${name} cannot: ${group.name}: ${error.message}`)
        left++
        continue
      }
      if (ours[set][i] < 0) continue
      theirs += ns
      mine += ours[set][i]
      checks += group.instances.length
    }
    if (checks === 0) continue
    const rate = ns => Math.round(checks * 1e9 / ns).toLocaleString('en')
    console.log(`${set}: ${name} ${rate(theirs)} validations/s, ours ${rate(mine)} on the same: ${(theirs / mine).toFixed(2)} times as fast` +
      (left ? ` (${left} of ${cases[set].length} schemas left out)` : ''))
  }
}

await compare('ajv', ajv)
await compare('@hyperjump/json-schema', hyperjump)
