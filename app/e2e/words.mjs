// The words people read, from where the app has them: shared/text. A story that runs in both languages asks for them by key.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../shared/text', import.meta.url))
const texts = new Map()
for (const file of readdirSync(folder).filter((f) => f.endsWith('.txt'))) {
  let key, add
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
    if (line.startsWith('    ')) add(`\n${line.slice(4)}`)
    else if (line.startsWith('  ')) {
      const [, tag, value] = line.match(/^ {2}(\S+) (.*)$/)
      const forms = texts.get(key)
      forms[tag] = value
      add = (more) => (forms[tag] += more)
    } else if (line && !line.startsWith('#')) texts.set((key = line.trim()), {})
  }
}

const literal = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

// words gives the texts of a language: words('de')('button.close') is a string; what has places to fill in is a pattern that takes
// anything there, unless the values are given. n chooses between one and many.
export function words(lang) {
  return (key, values = {}) => {
    const forms = texts.get(key)
    assert.ok(forms, `shared/text has no ${key}`)
    const text = forms[lang] ?? forms[`${lang}.${values.n === 1 ? 'one' : 'other'}`]
    const filled = text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place)
    if (!/\{\w+\}/.test(filled)) return filled
    return new RegExp(filled.split(/\{\w+\}/).map(literal).join('.*?'))
  }
}
