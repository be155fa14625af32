// Every page in every state that states.mjs lists: it says what is so and what to do next, nothing sticks out, axe finds nothing,
// titles tell pages apart, the focus can be seen, and the browser has nothing to complain about. What is ordinary is looked at on a desk in
// light and German and on a phone in dark and English, all else on one of them in turn; with ALL=1 everything in every combination, as for
// the pictures. STATES=members,audit looks at those pages
// alone, LOOK='desk, light, de' at that combination.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { quit, withoutWindows } from './cockpit.mjs'
import { examine } from './examine.mjs'
import { House } from './house.mjs'
import { Stage, desk, phone } from './stage.mjs'
import { states } from './states.mjs'

const looks = [
  { name: 'desk, light, de', size: desk, dark: false, lang: 'de' },
  { name: 'phone, dark, en', size: phone, dark: true, lang: 'en' },
]
if (process.env.ALL) {
  looks.push(
    { name: 'desk, dark, de', size: desk, dark: true, lang: 'de' }, { name: 'phone, light, de', size: phone, dark: false, lang: 'de' },
    { name: 'desk, light, en', size: desk, dark: false, lang: 'en' }, { name: 'phone, light, en', size: phone, dark: false, lang: 'en' },
    { name: 'desk, dark, en', size: desk, dark: true, lang: 'en' }, { name: 'phone, dark, de', size: phone, dark: true, lang: 'de' },
  )
}
const wanted = process.env.STATES && process.env.STATES.split(',')
const chosen = states.filter((s) => !wanted || wanted.includes(s.page))

if (process.env.LOOK) looks.splice(0, looks.length, ...looks.filter((l) => l.name === process.env.LOOK))

withoutWindows()
after(quit)

for (const [n, { name, ...options }] of looks.entries()) {
  describe(name, () => {
    let house, stage
    const titles = new Map()
    before(async () => {
      house = await House.open()
      stage = new Stage(house, options)
    })
    after(async () => {
      await stage?.close()
      await house?.close()
    })

    for (const [i, s] of chosen.entries()) {
      if (!process.env.ALL && !process.env.LOOK && !wanted && s.state !== 'ordinary' && i % looks.length !== n) continue
      test(`${s.page}: ${s.state}`, async () => {
        const found = await stage.show(s, async (c) => {
          const title = await c.page.title()
          const wrong = [...(await examine(c)), ...c.complaints.splice(0)]
          if (s.state === 'ordinary') {
            if (titles.has(title)) wrong.push(`the title «${title}» is that of ${titles.get(title)}, too`)
            titles.set(title, s.page)
          }
          return wrong
        })
        assert.deepEqual(found, [])
      })
    }
  })
}
