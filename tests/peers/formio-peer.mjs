// SPDX-License-Identifier: GPL-3.0-or-later
// Forms and submissions made by chance, and Form.io's own verdict on each: @formio/core's processSync with all its
// processors (defaults, calculation, conditions, clearing, validation), as its server runs them.
// Usage: node formio-peer.mjs MODULES SEED FORMS SUBMISSIONS. Writes one JSON object a line:
// {"seed", "form", "cases": [{"kind", "data", "errors": [[path, rule]]}]}
import { createRequire } from 'node:module'
import path from 'node:path'

const [modules, first, nForms, nCases] = process.argv.slice(2)
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const { processSync, Processors } = require('@formio/core')
const print = line => process.stdout.write(line + '\n')
console.log = console.error = console.warn = () => {} // processors tell what they could not run

// A generator that a seed decides.
let state = 0
const random = () => {
  state = (state + 0x6D2B79F5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
const below = n => Math.floor(random() * n)
const pick = list => list[below(list.length)]
const chance = p => random() < p

// Forms.
const OPTIONS = ['dat', 'nha', 'xe', 'khac']
const options = () => OPTIONS.slice(0, 2 + below(3)).map(value => ({ label: `Mục ${value}`, value }))
const LEAVES = ['textfield', 'textarea', 'number', 'currency', 'checkbox', 'selectboxes', 'select', 'selectmany', 'radio', 'datetime', 'day', 'time', 'email',
  'phoneNumber', 'url', 'tags', 'survey', 'many']

function limits (component, type) {
  const v = component.validate = {}
  if (chance(0.4)) v.required = true
  if (['textfield', 'textarea', 'many'].includes(type)) {
    if (chance(0.3)) v.minLength = 2 + below(3)
    if (chance(0.3)) v.maxLength = 6 + below(6)
    if (chance(0.15)) v.pattern = pick(['[a-z ]+', '\\d{3,}', 'A\\-?\\d+', 'x|y'])
    if (type !== 'many' && chance(0.15)) v.minWords = 2
    if (type !== 'many' && chance(0.15)) v.maxWords = 3
    if (type === 'textfield' && chance(0.1)) component.inputMask = pick(['999-999', 'aa99'])
  }
  if (type === 'number' || type === 'currency') {
    if (chance(0.4)) v.min = below(5)
    if (chance(0.4)) v.max = pick([10, '20', 12.5])
    if (chance(0.1)) v.integer = true
  }
  if (type === 'selectboxes') {
    if (chance(0.3)) v.minSelectedCount = 2
    if (chance(0.3)) v.maxSelectedCount = 1 + below(2)
  }
  if (['selectboxes', 'select', 'radio', 'selectmany'].includes(type) && chance(0.5)) v.onlyAvailableItems = true
}

function leaf (key, form) {
  const type = pick(LEAVES)
  const component = { key, type, label: `Ô ${key}`, input: true }
  if (type === 'selectmany') Object.assign(component, { type: 'select', multiple: true })
  if (type === 'many') Object.assign(component, { type: 'textfield', multiple: true })
  limits(component, type)
  if (component.type === 'select') Object.assign(component, { dataSrc: 'values', data: { values: options() } })
  if (['selectboxes', 'radio'].includes(type)) component.values = options()
  if (type === 'survey') {
    component.values = options()
    component.questions = [{ label: 'Một', value: 'q1' }, { label: 'Hai', value: 'q2' }]
  }
  if (type === 'datetime') {
    component.widget = { type: 'calendar' }
    component.enableTime = false
    if (chance(0.3)) component.widget.minDate = '2020-06-15'
    if (chance(0.3)) component.widget.maxDate = '2024-06-15'
  }
  if (type === 'day') {
    component.dayFirst = chance(0.5)
    component.fields = { day: { hide: false }, month: { hide: false }, year: { hide: false } }
    if (chance(0.3)) component.fields[pick(['day', 'month', 'year'])].required = true
    if (chance(0.2)) component.minYear = 1950
    if (chance(0.2)) component.maxYear = 2020
  }
  if (type === 'tags') component.storeas = 'array'
  if (chance(0.15) && (type === 'textfield' ? !Object.keys(component.validate).some(k => k !== 'required') && !component.inputMask : ['radio', 'select'].includes(type))) component.defaultValue = type === 'textfield' ? 'abc' : 'dat'
  return component
}

// What a rule may read: earlier fields, for Form.io goes through a form once, from its beginning.
let reading = [] // keys that the rules of the component at hand read
let through = false // a script at hand reads a member of an object, which may not be there: then it throws
const choose = refs => { const ref = pick(refs); reading.push(ref.component.key); return ref }
const kindOf = c => c.multiple ? (c.type === 'select' ? 'selectmany' : 'many') : c.type
const sayable = ['textfield', 'number', 'checkbox', 'selectboxes', 'select', 'radio', 'datetime', 'selectmany', 'many', 'email', 'currency']

function simple (refs) {
  const ref = choose(refs)
  const kind = kindOf(ref.component)
  const text = pick(['abc', 'dat', 'A-12', 'x'])
  const byKind = {
    number: [['greaterThan', below(10)], ['lessThan', below(10)], ['greaterThanOrEqual', below(10)], ['lessThanOrEqual', below(10)], ['isEqual', below(10)], ['isEqual', '3'], ['isNotEqual', 4]],
    checkbox: [['isEqual', true], ['isEqual', 'true'], ['isNotEqual', true]],
    selectboxes: [['isEqual', pick(OPTIONS)], ['isNotEqual', pick(OPTIONS)]],
    datetime: [['dateGreaterThan', '2022-01-01'], ['dateLessThan', '2022-01-01'], ['dateGreaterThanOrEqual', '2021-03-05'], ['dateLessThanOrEqual', '2021-03-05'], ['isDateEqual', '2021-03-05'], ['isNotDateEqual', '2021-03-05']]
  }
  const [operator, value] = pick([...(byKind[kind === 'currency' ? 'number' : kind] ?? [['isEqual', text], ['isNotEqual', text], ['includes', text.slice(0, 2)], ['notIncludes', text.slice(0, 2)],
    ['startsWith', text.slice(0, 1)], ['endsWith', text.slice(-1)]]), ['isEmpty', undefined], ['isNotEmpty', undefined]])
  return value === undefined ? { component: ref.path, operator } : { component: ref.path, operator, value }
}

function logic (refs) {
  const ref = choose(refs)
  const name = { var: ref.rule }
  switch (kindOf(ref.component)) {
    case 'number': case 'currency': return pick([{ '>': [name, 3] }, { '<=': [{ '+': [name, 2] }, 9] }, { '==': [{ '%': [name, 2] }, 0] }])
    case 'checkbox': return pick([name, { '!': name }])
    case 'selectboxes': return { '!!': [{ var: `${ref.rule}.dat` }] }
    case 'selectmany': return { in: ['dat', name] }
    case 'many': return { some: [name, { '==': [{ var: '' }, 'abc'] }] }
    case 'datetime': return { '!!': [name] }
    default: return pick([{ '==': [name, 'abc'] }, { in: ['a', name] }, { '!': [name] }, { '===': [{ substr: [name, 0, 1] }, 'd'] }])
  }
}

// data.a['@b'].c
const inScript = rule => rule.split('.').map((part, i) => i === 0 ? part : /^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `['${part}']`).join('')

function script (refs) {
  const picked = choose(refs)
  const ref = { component: picked.component, rule: inScript(picked.rule) }
  if (picked.rule.split('.').length > 2) through = true
  switch (kindOf(ref.component)) {
    case 'number': case 'currency': return pick([`${ref.rule} > 3`, `${ref.rule} + 2 <= 9`, `${ref.rule} === 4 || !${ref.rule}`])
    case 'checkbox': return pick([`${ref.rule} === true`, `!${ref.rule}`])
    case 'selectboxes': return 'true'
    case 'selectmany': case 'many': return 'true'
    case 'datetime': return `!${ref.rule}`
    default: return pick([`${ref.rule} === 'abc'`, `${ref.rule} !== 'dat' && ${ref.rule} !== 'x'`, `${ref.rule} == 'A-12' ? true : false`])
  }
}

function legacy (refs) {
  const ref = choose(refs)
  const byKind = { number: '3', currency: '3', checkbox: 'true', datetime: null }
  const eq = byKind[kindOf(ref.component)]
  if (eq === null) return { show: true, conjunction: 'all', conditions: [{ component: ref.path, operator: 'isNotEmpty' }] }
  return { show: pick([true, 'true', false, 'false']), when: ref.path, eq: eq ?? pick(['abc', 'dat', 'x']) }
}

function rules (component, refs) {
  const usable = refs.filter(ref => sayable.includes(kindOf(ref.component)))
  if (!usable.length) return
  const way = below(10)
  if (way === 0) component.conditional = { show: pick([true, false, 'true']), conjunction: pick(['all', 'any']), conditions: Array.from({ length: 1 + below(3) }, () => simple(usable)) }
  if (way === 1) component.conditional = legacy(usable)
  if (way === 2) component.conditional = { json: logic(usable) }
  if (way === 3) component.customConditional = `show = ${script(usable)};`
  if (way === 4 && component.validate && component.type !== 'survey' && !component.components) component.validate.json = { if: [logic(usable), true, 'Chưa đúng.'] }
  if (way === 5 && component.validate && component.type !== 'survey' && !component.components) component.validate.custom = `valid = (${script(usable)}) ? true : 'Chưa đúng.';`
  const numbers = usable.filter(ref => kindOf(ref.component) === 'number')
  if (component.type === 'number' && numbers.length > 1 && chance(0.3)) {
    const [a, b] = [choose(numbers), choose(numbers)]
    if ([a, b].some(ref => ref.rule.split('.').length > 2)) through = true
    component.calculateValue = chance(0.5) ? { '+': [{ var: a.rule }, { var: b.rule }] } : `value = ${inScript(a.rule)} + ${inScript(b.rule)};`
    delete component.validate.required
  }
  if (chance(0.1)) component.clearOnHide = true
}

const note = (key, reads) => { known[key] = { reads, through }; return [...reads, key] }

// What is known of each key: for the names of differences.
let known = {}

function block (depth, prefix, rulePrefix, refs, n, keys, above = []) {
  const list = []
  for (let i = 0; i < n; i++) {
    const key = `${pick(['o', '@o', 'truong-'])}${keys.next++}`
    const kind = depth < 2 ? below(14) : 13
    let component
    reading = []
    through = false
    const inside = () => [...above, ...reading]
    if (kind === 0) {
      component = { key, type: 'container', input: true, label: `Khối ${key}` }
      rules(component, refs)
      component.components = block(depth + 1, `${prefix}${key}.`, `${rulePrefix}${key}.`, refs, 2, keys, note(key, inside()))
    } else if (kind === 1) {
      component = { key, type: pick(['datagrid', 'editgrid']), input: true, label: `Bảng ${key}`, validate: chance(0.4) ? { required: true } : {} }
      rules(component, refs)
      const inner = refs.slice()
      component.components = block(2, `${prefix}${key}.`, 'row.', inner, 3, keys, note(key, inside()))
    } else if (kind === 2) {
      component = { key, type: pick(['panel', 'fieldset', 'well']), input: false, title: `Nhóm ${key}`, legend: `Nhóm ${key}` }
      rules(component, refs)
      component.components = block(depth, prefix, rulePrefix, refs, 2, keys, note(key, inside()))
    } else if (kind === 3) {
      component = { key, type: 'columns', input: false, columns: [0, 1].map(() => ({ components: block(depth, prefix, rulePrefix, refs, 1, keys, above) })) }
    } else {
      component = leaf(key, refs)
      rules(component, refs)
      note(key, inside())
      refs.push({ component, path: prefix + key, rule: rulePrefix + key })
    }
    list.push(component)
  }
  return list
}

// Submissions.
const VALUES = {
  textfield: { valid: () => pick(['abc', 'dat', 'Trần Văn An', 'A-12', '123-456', 'x', 'ab12', 'hai từ']), boundary: () => pick(['a', 'aaaaaaaaaaaaaaaa', 'ba bốn năm sáu', '12', '', 'b', 'ccccccccc', chance(0.2) ? ' x ' : 'x']), wrong: () => pick([12, true]) },
  number: { valid: () => below(12), boundary: () => pick([0, 10, 12.5, 20, 21, -1]), wrong: () => pick(['abc', true, '7']) },
  checkbox: { valid: () => true, boundary: () => false, wrong: () => pick(['abc', 1]) },
  email: { valid: () => 'an@hoso.vn', boundary: () => pick(['an@', 'an', 'a b@c.vn', '']), wrong: () => 5 },
  url: { valid: () => pick(['https://hoso.vn/a', 'hoso.vn']), boundary: () => pick(['khong phai', 'http://', '']), wrong: () => 5 },
  time: { valid: () => '08:30:00', boundary: () => pick(['25:00:00', '8h', '']), wrong: () => 5 },
  datetime: { valid: () => pick(['2021-03-05T00:00:00', '2020-06-15T00:00:00', '2024-06-15T00:00:00']), boundary: () => pick(['2019-01-01T00:00:00', '2025-01-01T00:00:00', 'hôm qua', '']), wrong: () => 5 }
}
VALUES.textarea = VALUES.phoneNumber = VALUES.textfield
VALUES.currency = { ...VALUES.number, wrong: () => '7' }

let wrong, spaced, absent // keys of the submission at hand

function value (component, kind) {
  const made = makeValue(component, kind)
  if (made.how === 'wrong' || (component.validate?.integer && !Number.isInteger(made.value ?? 0)) || /^(hôm qua|31\/02|02\/31)/.test(made.value)) wrong.add(component.key)
  if (/^ | $/.test(made.value)) spaced.add(component.key)
  return made.value
}

function makeValue (component, kind) {
  const how = kind === 'wrong' && chance(0.8) ? 'valid' : kind === 'mixed' ? pick(['valid', 'boundary', 'valid', 'boundary', 'empty', 'valid', 'empty', 'valid', chance(0.5) ? 'wrong' : 'valid']) : kind
  return { how, value: how === 'empty' ? undefined : valueOf(component, how) }
}

function valueOf (component, how) {
  const list = (component.values ?? component.data?.values ?? []).map(o => o.value)
  switch (kindOf(component)) {
    case 'select': case 'radio': return how === 'valid' || (!component.validate?.onlyAvailableItems && chance(0.9)) ? pick(list) : how === 'boundary' ? pick(['', 'lạ']) : pick(['lạ', 5])
    case 'selectmany': return how === 'valid' ? [pick(list)] : how === 'boundary' || !component.validate?.onlyAvailableItems ? pick([component.validate.required ? undefined : [], [list[0], list[1]]]) : [list[0], 'lạ']
    case 'selectboxes': return Object.fromEntries(list.map(v => [v, how === 'valid' ? v === list[0] || chance(0.4) : how === 'boundary' && chance(0.5)]))
    case 'survey': return how === 'valid' ? { q1: list[0], q2: list[1] } : how === 'boundary' ? (chance(0.2) ? { q1: list[0] } : {}) : { q1: list[0], q2: list[0] }
    case 'tags': return how === 'valid' ? ['một', 'hai'] : []
    case 'many': return how === 'valid' ? ['abc'] : how === 'boundary' ? pick([component.validate.required ? undefined : [], ['abc', ''], ['a', 'aaaaaaaaaaaaaaaa']]) : pick([['abc', 'x'], 'abc'])
    case 'day': {
      const day = pick(how === 'valid' ? [['05', '03', '1990'], ['29', '02', '2000']] : how === 'boundary' ? [['00', '05', '1990'], ['00', '00', '1990'], ['01', '01', '1940'], ['01', '01', '2025'], ['31', '02', '1990']] : [['aa', 'bb', 'cccc'], ['45', '01', '2000']])
      return (component.dayFirst ? day : [day[1], day[0], day[2]]).join('/')
    }
    default: return VALUES[component.type][how]()
  }
}

function fill (components, kind, into) {
  for (const c of components) {
    if (c.type === 'columns') c.columns.forEach(column => fill(column.components, kind, into))
    else if (c.type === 'container') fill(c.components, kind, into[c.key] = {})
    else if (c.type === 'datagrid' || c.type === 'editgrid') {
      if (kind === 'empty') { if (chance(0.95)) into[c.key] = []; else absent.add(c.key) } else into[c.key] = Array.from({ length: kind === 'boundary' ? below(2) : 1 + below(2) }, () => fill(c.components, kind, {}))
    } else if (c.components) fill(c.components, kind, into)
    else {
      const v = value(c, kind)
      if (v !== undefined) into[c.key] = v
    }
  }
  return into
}

// Verdict. A rule's name is the error's, as FieldError has it; that a list is empty is told twice there.
function verdict (form, data) {
  const scope = { errors: [] }
  const context = { form, submission: { data }, components: form.components, data, processors: Processors, scope, config: {} }
  processSync(context)
  const errors = scope.errors.map(e => [e.context.path, ['array_nonempty', 'array'].includes(e.ruleName) && e.context.component.validate?.required ? 'required' : e.ruleName])
  return [...new Map(errors.map(e => [e.join(' '), e])).values()].sort((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1))
}

const KINDS = ['valid', 'empty', 'boundary', 'wrong', 'mixed', 'mixed']

// Keys that read, directly or not, what is of a wrong type.
function tainted (keys) {
  const all = new Set(keys)
  for (let size = -1; size !== all.size;) {
    size = all.size
    for (const [key, { reads }] of Object.entries(known)) if (reads.some(read => all.has(read))) all.add(key)
  }
  return [...all]
}

function describe (components) {
  for (const c of components) {
    if (known[c.key]) Object.assign(known[c.key], { kind: kindOf(c), listed: !!c.validate?.onlyAvailableItems, integer: !!c.validate?.integer })
    describe(c.components ?? [])
    // whether a row has any answer is asked of repeats
    if (c.type === 'datagrid' || c.type === 'editgrid') known[c.key].reads.push(...c.components.map(child => child.key))
    for (const column of c.columns ?? []) describe(column.components)
  }
}

for (let i = 0; i < Number(nForms); i++) {
  const seed = Number(first) + i
  state = seed * 7919
  known = {}
  const form = { title: `Mẫu ${seed}`, name: `mau-${seed}`, display: 'form', components: block(0, '', 'data.', [], 6 + below(8), { next: 1 }) }
  const text = JSON.stringify(form)
  const cases = []
  describe(form.components)
  const throwing = tainted(Object.keys(known).filter(key => known[key].through))
  const lists = Object.keys(known).filter(key => ['many', 'selectmany'].includes(known[key].kind))
  const listing = tainted(Object.keys(known).filter(key => known[key].reads.some(read => lists.includes(read))))
  for (let k = 0; k < Number(nCases); k++) {
    const kind = KINDS[k % KINDS.length]
    wrong = new Set()
    spaced = new Set()
    absent = new Set()
    const data = fill(form.components, kind, {})
    const errors = verdict(JSON.parse(text), JSON.parse(JSON.stringify(data)))
    cases.push({ kind, data, errors, wrong: [...wrong], tainted: tainted(wrong), spaced: [...spaced], spacedReaders: tainted(spaced), absent: [...absent], throwing, listing })
  }
  print(JSON.stringify({ seed, form: JSON.parse(text), known, cases }))
}
