// The page of all tags: one is renamed, two become one, one is taken from everybody; each is taken back.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.settled()
})
after(close)

const row = (name) => c.page.getByRole('listitem').filter({ has: c.page.getByRole('link', { name, exact: true }) })
const count = async (name) => Number(/\d+/.exec(await row(name).locator('.tags-count').innerText())[0])
const clean = async () => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])

test('a tag is renamed for everybody, and that is taken back', async () => {
  await c.press('Filter')
  await c.follow('Tags verwalten')
  await c.heading('Tags')
  await clean()
  const n = await count('Teilzeit')
  await c.press('«Teilzeit» umbenennen')
  await c.field('Neuer Name').fill('Halbtags')
  await clean()
  await c.dialog().getByRole('button', { name: 'Umbenennen' }).click()
  await c.shows('«Teilzeit» heißt jetzt «Halbtags».')
  assert.equal(await count('Halbtags'), n)
  await c.takeBack('«Teilzeit» heißt jetzt «Halbtags».')
  await row('Teilzeit').waitFor()
  assert.equal(await count('Teilzeit'), n)
})

test('what another one is called makes them one', async () => {
  const before = await count('Teilzeit')
  await c.press('«Schichtdienst» umbenennen')
  await c.field('Neuer Name').fill('teilzeit')
  await c.shows(/«teilzeit» gibt es schon \(\d+ Mitglieder\)/)
  await c.press('Zusammenlegen')
  await row('Schichtdienst').waitFor({ state: 'detached' })
  assert.ok(await count('Teilzeit') > before)
})

test('without a connection one is taken from everybody who has it', async () => {
  await c.context.setOffline(true)
  const n = await count('Betriebsrat')
  await c.press('«Betriebsrat» entfernen')
  await c.shows(`${n} Mitglieder verlieren den Tag «Betriebsrat».`)
  await c.press(`Von ${n} Mitgliedern entfernen`)
  await row('Betriebsrat').waitFor({ state: 'detached' })
  await c.context.setOffline(false)
  await c.shows('Im Takt')
})

test('a tag has a colour, for everybody, in the list, too; it goes along when the tag is renamed, and is taken back', async () => {
  const dot = (where) => where.locator('.tag-dot').first()
  await c.press('Farbe von «Teilzeit» wählen')
  await clean()
  await c.page.getByRole('menuitemradio', { name: 'Petrol' }).click()
  await c.shows('«Teilzeit» hat die Farbe Petrol.')
  await dot(row('Teilzeit')).waitFor()
  assert.match(await dot(row('Teilzeit')).getAttribute('class'), /hue-6/)
  await clean()
  const other = await Cockpit.open(house, { theme: 'dark' })
  await other.as('admin')
  await other.go('/members?tag=Teilzeit')
  await other.page.locator('[role=row] .tag-dot.hue-6').first().waitFor()
  await other.close()
  await c.press('«Teilzeit» umbenennen')
  await c.field('Neuer Name').fill('Halbtags')
  await c.dialog().getByRole('button', { name: 'Umbenennen' }).click()
  await dot(row('Halbtags')).waitFor()
  await c.press('Farbe von «Halbtags» wählen')
  await c.page.getByRole('menuitemradio', { name: 'ohne Farbe' }).click()
  await dot(row('Halbtags')).waitFor({ state: 'detached' })
  await c.takeBack('«Halbtags» hat keine Farbe mehr.')
  await dot(row('Halbtags')).waitFor()
})
