// For how long devices work without a connection: set in the settings, told in the audit trail, taken back, and kept to.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone } from './cockpit.mjs'
import { House, close } from './house.mjs'

let house
before(async () => { house = await House.open() })
after(close)

test('an admin sets how long devices work without a connection, and takes it back', async () => {
  const c = await Cockpit.open(house)
  await c.demo()
  await c.settled() // what leads where stands still from here on
  await c.visit('Organisation')
  const form = c.page.locator('#offline')
  assert.equal(await c.field('Gesperrt nach').inputValue(), '720')
  await c.field('Gesperrt nach').selectOption('7 Tage')
  await form.getByRole('button', { name: 'Festlegen' }).click()
  await c.shows('Geräte arbeiten jetzt 7 Tage ohne Verbindung.')

  await c.field('Gesperrt nach').selectOption('Andere Dauer')
  await c.field('Dauer').fill('91')
  await form.getByRole('button', { name: 'Festlegen' }).click()
  await c.shows('Bitte 1 Stunde bis 90 Tage, in ganzen Stunden.')
  assert.equal(await c.page.evaluate(() => document.activeElement?.id), 'lease-own')
  assert.deepEqual(await c.axe(), [])
  await c.field('Dauer').fill('36')
  await form.getByLabel('Stunden', { exact: true }).check()
  await form.getByRole('button', { name: 'Festlegen' }).click()
  await c.shows('Geräte arbeiten jetzt 36 Stunden ohne Verbindung.')

  await c.visit('Verlauf')
  await c.shows(/hat festgelegt: Geräte arbeiten 36 Stunden ohne Verbindung/)
  await c.visit('Organisation')
  assert.equal(await c.field('Dauer').inputValue(), '36')
  await c.takeBack('36 Stunden')
  await c.page.waitForFunction(() => document.querySelector('#lease-offlineHours').value === '168')
  await c?.close()
})

test('a phone has room for one’s own time', async () => {
  const c = await Cockpit.open(house, { size: phone, locale: 'en-GB' })
  await c.demo('Open the demo')
  await c.go('/settings')
  await c.settled()
  await c.page.locator('#lease-offlineHours').selectOption('own')
  await c.page.locator('#lease-own').waitFor()
  assert.deepEqual(await c.sticksOut(), [])
  assert.deepEqual(await c.axe(), [])
  await c.close()
})

test('a device without contact for too long is locked, and opens after contact with all that waits', async () => {
  const hour = 60 * 60 * 1000
  const day = 24 * hour
  const c = await Cockpit.open(house, { size: phone })
  await c.as('admin')
  await c.shows('Im Takt')
  await c.page.evaluate(() => navigator.serviceWorker.ready)
  await c.context.setOffline(true)
  await c.act('Sabine Arslan', 'Deaktivieren')
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor()

  const opened = async (ahead) => {
    await c.ahead(ahead)
    await c.fresh()
    await c.go('/members?q=Arslan')
  }
  const locked = async (why) => {
    await c.shows('Gesperrt, bis wieder Verbindung da war')
    await c.shows(why)
    assert.equal(await c.page.getByText('Arslan').count(), 0)
    assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
  }
  await opened(6 * day)
  await c.row('Sabine Arslan').waitFor()
  await opened(-6 * day - hour)
  await locked('Die Uhr dieses Geräts geht nach.')
  await opened(8 * day + hour)
  await locked('Dieses Gerät war länger ohne Verbindung, als Ihre Organisation erlaubt.')
  await c.context.setOffline(false)
  await c.shows('Im Takt')
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor({ state: 'detached' })
  await c.close()
})
