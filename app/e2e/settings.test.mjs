// What holds for a whole organisation: its master data, checked, taken back, and what others see of it.
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
  await c.installed()
})
after(close)

const holds = (name, value) => c.page.waitForFunction(([n, v]) => document.getElementById(`master-${n}`)?.value === v, [name, value])
const clean = async () => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])

test('master data is checked, saved, told and taken back', async () => {
  await c.go('/settings')
  await c.page.locator('#master-vatID').fill('DE123456789')
  await c.page.locator('#master-city').fill('Birkenfurt')
  await c.press('Stammdaten speichern')
  await c.shows('Die Prüfziffer stimmt nicht')
  assert.equal(await c.page.evaluate(() => document.activeElement?.id), 'master-vatID')
  await clean()
  await c.page.locator('#master-vatID').fill('de 123 456 788')
  await c.press('Stammdaten speichern')
  await c.shows('Die Stammdaten sind geändert.')
  await holds('vatID', 'DE123456788')
  await c.takeBack('Die Stammdaten sind geändert.')
  await holds('city', '')
  await holds('vatID', '')
  await c.go('/audit')
  await c.shows(/Die Stammdaten sind wieder wie zuvor/)
})

test('language and time zone are chosen, told and taken back', async () => {
  await c.go('/settings')
  const zone = c.page.locator('#regional-zone')
  assert.equal(await zone.inputValue(), 'Europe/Berlin')
  await zone.click()
  await zone.fill('zurich')
  await clean()
  await zone.press('Enter')
  await c.shows('Die Zeitzone ist geändert.')
  assert.equal(await zone.inputValue(), 'Europe/Zurich')
  await c.settled()
  await c.takeBack('Die Zeitzone ist geändert.')
  await c.page.waitForFunction(() => document.getElementById('regional-zone').value === 'Europe/Berlin')
  await c.page.locator('#regional-language').selectOption('en')
  await c.shows('Die Sprache neuer Einladungen ist geändert.')
  await c.settled()
  await c.takeBack('Die Sprache neuer Einladungen ist geändert.')
  await c.go('/audit')
  await c.shows(/Zeitzone/)
})

test('without a connection it waits, and others see of it what concerns them', async () => {
  await c.go('/settings')
  await c.page.locator('#master-city').waitFor()
  await c.context.setOffline(true)
  await c.page.locator('#master-city').fill('Birkenfurt')
  await c.page.locator('#master-register').fill('HRB 12345')
  await c.press('Stammdaten speichern')
  await c.shows('1 wartet')
  await c.context.setOffline(false)
  await c.shows('Im Takt')
  const guest = await Cockpit.open(house)
  await guest.as('user')
  await guest.go('/settings')
  await guest.shows('Birkenfurt')
  await guest.hides('HRB 12345')
})
