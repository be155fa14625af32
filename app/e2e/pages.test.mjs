// Every page, on the desk and on the phone, light and dark, in both languages: nothing sticks out, and axe finds nothing.
// With SHOTS=<folder> each is also kept as a picture, to be looked through.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Cockpit, desk, phone, quit } from './cockpit.mjs'
import { House } from './house.mjs'

const shots = process.env.SHOTS
let house
before(async () => {
  house = await House.open()
  if (shots) mkdirSync(shots, { recursive: true })
})
after(async () => {
  await house.close()
  await quit()
})

const outside = ['/', '/sign-up', '/sign-in', '/forgotten', '/check-mail', '/confirm?token=none', '/reset?token=none']
const inside = {
  '/members': ['Mitglieder', 'Members'],
  '/members?status=pending': ['Mitglieder', 'Members'],
  '/members/new': ['Mitglied anlegen', 'Add a member'],
  '/import': ['Liste importieren', 'Import a list'],
  '/audit': ['Verlauf', 'Audit trail'],
  '/settings': ['Organisation', 'Organisation'],
  '/profile': ['Profil', 'Profile'],
  '/nowhere': ['Hier ist nichts', 'There is nothing here'],
}
const looks = [
  { name: 'desk', size: desk, dark: false, locale: 'de-DE' },
  { name: 'desk-dark-en', size: desk, dark: true, locale: 'en-GB' },
  { name: 'phone', size: phone, dark: false, locale: 'de-DE' },
  { name: 'phone-dark-en', size: phone, dark: true, locale: 'en-GB' },
]

// look gathers what is wrong with a page.
async function look(c, name, path, found) {
  await c.page.getByRole('heading', { level: 1 }).first().waitFor()
  await c.settled()
  if (shots) await c.page.screenshot({ path: join(shots, `${name}${path.replace(/\W+/g, '-')}.png`) })
  for (const what of [...(await c.sticksOut()), ...(await c.axe())]) found.push(`${path}: ${what}`)
}

for (const { name, ...options } of looks) {
  const language = options.locale === 'de-DE' ? 0 : 1

  test(`${name}: the pages for people who are not signed in`, async () => {
    const c = await Cockpit.open(house, options)
    const found = []
    for (const path of outside) {
      await c.go(path)
      await look(c, name, path, found)
    }
    await c.close()
    assert.deepEqual(found, [])
  })

  test(`${name}: the pages of an organisation`, async () => {
    const c = await Cockpit.open(house, options)
    await c.demo(['Demo öffnen', 'Open the demo'][language])
    await c.speak(['Deutsch', 'English'][language])
    const found = []
    for (const [path, headings] of Object.entries(inside)) {
      await c.go(path)
      await c.heading(headings[language])
      await look(c, name, path, found)
    }
    await c.go('/members')
    await c.heading(inside['/members'][language])
    await c.settled()
    await c.page.getByRole('row').nth(3).getByRole('link').first().click()
    await c.page.waitForURL(/members\/[0-9A-Z]{26}/)
    await look(c, name, '/members/one', found)
    await c.close()
    assert.deepEqual(found, [])
  })
}
