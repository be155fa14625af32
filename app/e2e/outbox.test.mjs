// What waits when the app is closed: the service worker sends it once there is a connection, and the app hears of it when it is opened.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone } from './cockpit.mjs'
import { House, close } from './house.mjs'
import { serviceWorker } from './serviceworker.mjs'

let house, c, other, w
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.context.grantPermissions(['notifications', 'background-sync'], { origin: house.origin })
  await c.demo()
  await c.settled()
  await c.installed()
  await c.shows('Im Takt')
  other = await Cockpit.open(house, { state: await c.context.storageState() })
  w = await serviceWorker(c)
})
after(close)

// away works without a connection and closes the app; the browser has been asked to send later.
const away = async (work) => {
  await c.context.setOffline(true)
  await work()
  await c.kept()
  await c.page.waitForFunction(async () => (await (await navigator.serviceWorker.getRegistration()).sync.getTags()).includes('outbox'))
  await c.page.goto('about:blank')
  await c.context.setOffline(false)
  // The worker gets out a little later than the page: woken before, it would be told to try again in minutes.
  for (let tries = 0; tries < 100 && !(await w.inside.evaluate(() => fetch('/v1/session', { cache: 'no-store' }).then(() => true, () => false))); tries++);
  await w.sync('outbox')
}

test('what waits arrives while the app is closed, once', async () => {
  await away(async () => {
    await c.act('Sabine Arslan', 'Deaktivieren')
    await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor()
    await c.act('Holger Abel', 'Deaktivieren')
    await c.shows('Holger Abel ist deaktiviert.')
    await c.shows(/2 warten/)
  })
  await other.go('/audit')
  await other.shows(/hat Sabine Arslan deaktiviert/)
  await other.shows(/hat Holger Abel deaktiviert/)
  await c.go('/members?q=Arslan')
  await c.shows('Im Takt')
  await c.row('Sabine Arslan').filter({ hasText: 'Deaktiviert' }).waitFor()
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor({ state: 'detached' })
  await other.go('/audit')
  await other.shows(/hat Sabine Arslan deaktiviert/)
  assert.equal(await other.page.getByText(/hat Sabine Arslan deaktiviert/).count(), 1)
})

test('what was refused is told at once, and waits to be decided', async () => {
  await other.go('/members')
  await other.settled()
  await other.act('Peter Ackermann', 'Löschen')
  const deleted = other.page.waitForResponse((r) => r.url().endsWith('/commands'))
  await other.page.getByRole('dialog').getByRole('button', { name: /löschen/i }).last().click()
  await deleted
  await away(async () => {
    await c.act('Peter Ackermann', 'Deaktivieren')
    await c.shows('Peter Ackermann ist deaktiviert.')
  })
  const told = await w.one('Eine Änderung braucht Sie')
  assert.equal(told.data.url, '/inbox')
  await c.go('/inbox')
  await c.shows('Peter Ackermann')
})
