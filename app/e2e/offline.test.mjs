// The cable is pulled while somebody works on the phone: everything goes on, says how things stand, and arrives later.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, quit } from './cockpit.mjs'
import { House } from './house.mjs'

let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.settled()
})
after(async () => {
  await c.close()
  await house.close()
  await quit()
})

const deactivate = (name) => c.act(name, 'Deaktivieren')

test('without a connection a deed is done at once, and waits', async () => {
  await c.context.setOffline(true)
  await deactivate('Sabine Arslan')
  await c.shows('Sabine Arslan ist deaktiviert.')
  await c.row('Sabine Arslan').filter({ hasText: 'Deaktiviert' }).waitFor()
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor()
  await c.shows(/Offline seit/)
})

test('what waits can be taken back before it was ever sent', async () => {
  await deactivate('Peter Ackermann')
  await c.takeBack('Peter Ackermann ist deaktiviert.')
  await c.row('Peter Ackermann').filter({ hasText: 'Deaktiviert' }).waitFor({ state: 'detached' })
})

test('pages and histories that need the server say so', async () => {
  await c.visit('Verlauf')
  await c.shows(/Verbindung|offline|Offline/)
  await c.visit('Mitglieder')
})

test('with the connection back it arrives', async () => {
  await c.context.setOffline(false)
  await c.shows('Im Takt')
  const other = await Cockpit.open(house, { state: await c.context.storageState() })
  await other.go('/members?q=Arslan')
  await other.row('Sabine Arslan').filter({ hasText: 'Deaktiviert' }).waitFor()
  await other.go('/audit')
  await other.shows(/Marlene Seidel hat Sabine Arslan deaktiviert/)
  await other.close()
})

test('a second device sees it without being asked', async () => {
  const other = await Cockpit.open(house, { state: await c.context.storageState() })
  await other.go('/members')
  await other.heading('Mitglieder')
  await other.settled()
  await other.page.getByRole('searchbox').fill('Holger Abel')
  await other.row('Holger Abel').waitFor()
  await deactivate('Holger Abel')
  await other.row('Holger Abel').filter({ hasText: 'Deaktiviert' }).waitFor()
  await other.close()
})

test('a refused deed comes back with its reason and its input', async () => {
  const other = await Cockpit.open(house, { state: await c.context.storageState() })
  await other.go('/members/new')
  await other.heading('Mitglied anlegen')
  await c.go('/members/new')
  await c.heading('Mitglied anlegen')
  await c.settled()
  await c.context.setOffline(true)
  for (const [who, name] of [[other, 'Erste'], [c, 'Zweite']]) {
    await who.page.locator('#new-givenName').fill(name)
    await who.page.locator('#new-surname').fill('Person')
    await who.page.locator('#new-email').fill('dieselbe@birkenfurt.example')
    await who.press('Anlegen')
    await who.shows(`${name} Person ist angelegt.`)
  }
  await other.shows('Im Takt')
  await c.context.setOffline(false)
  await c.shows('1 Änderung ist zu klären')
  await c.follow('Klären')
  assert.match(await c.page.getByRole('article', { name: 'Zweite Person' }).innerText(), /gehört schon zu einem Mitglied[^]*dieselbe@birkenfurt.example/)
  await other.close()
})
