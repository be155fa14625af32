// The gallery, in themes, languages and sizes: every specimen shows its states in words, nothing sticks out, axe finds nothing.
// With SHOTS=<folder> each specimen is kept as a picture, in all combinations; so it is looked at with ALL=1. GALLERY=<id>,<id> looks at those alone.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

const shots = process.env.SHOTS && join(process.env.SHOTS, 'gallery')
const wanted = process.env.GALLERY?.split(',')
withoutWindows()
let house
before(async () => {
  house = await House.open()
  if (shots) mkdirSync(shots, { recursive: true })
})
after(close)

// A key that has no text is shown as it is: area.word.
const untold = /(?<![\w@.-])[a-z]+(\.[a-z][A-Za-z]+)+(?![\w.@-])/

// The same part in several states stands beside itself here, with the same name; on a page it does not.
const ofTheGallery = (complaint) => !complaint.startsWith('landmark-unique')

for (const theme of ['light', 'dark']) {
  for (const lang of ['de', 'en']) {
    for (const [size, name] of [[desk, 'desk'], [phone, 'phone']]) {
      // Of each two of theme, language and size there is every pair among these four; all eight are looked at for pictures.
      if (!shots && !process.env.ALL && ((theme === 'dark') + (lang === 'en') + (name === 'phone')) % 2) continue
      test(`${name}, ${theme}, ${lang}`, async () => {
        const c = await Cockpit.open(house, { size, dark: theme === 'dark', locale: lang })
        await c.go(`/gallery?theme=${theme}&lang=${lang}`)
        await c.heading('Gallery')
        const found = [...(await c.sticksOut()), ...(await c.axe()).filter(ofTheGallery)]
        for (const section of await c.page.locator('section.specimen').all()) {
          const id = await section.getAttribute('id')
          if (wanted && !wanted.includes(id)) continue
          const wide = await section.evaluate((s) => s.scrollWidth - s.clientWidth)
          if (wide > 4) found.push(`${id}: ${wide} px wider than there is room`) // less is the room of a ring or a rounding
          for (const state of await section.locator('.specimen-state').all()) {
            const text = await state.locator('.specimen-show').innerText()
            if (untold.test(text)) found.push(`${id}: a text is missing in: ${text}`)
          }
          if (!shots) continue
          // A window as high as the specimen: what is scrolled away would not be in the picture.
          const { height } = await section.boundingBox()
          await c.page.setViewportSize({ width: size.width, height: Math.max(size.height, Math.ceil(height) + 80) })
          await section.screenshot({ path: join(shots, `${id}-${name}-${theme}-${lang}.png`) })
        }
        await c.close()
        assert.deepEqual(found, [])
      })
    }
  }
}
