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
