// What lies on the device: the app opens from it without a connection, tabs share it, and it goes when it has to.
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
  await c.installed()
  await c.shows('Im Takt')
})
after(async () => {
  await c.close()
  await house.close()
  await quit()
})

const deactivate = (who, name) => who.act(name, 'Deaktivieren')
const deactivated = (who, name) => who.row(name).filter({ hasText: 'Deaktiviert' }).waitFor()

test('with the server stopped the app opens with everything, and work goes on', async () => {
  await house.kill()
  await c.fresh()
  await c.go('/members')
  await c.heading('Mitglieder')
  await c.shows(/Offline seit/)
  await deactivate(c, 'Sabine Arslan')
  await deactivated(c, 'Sabine Arslan')
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor()
})

test('a page of one person opens by its address, as the device knows them', async () => {
  await c.page.getByRole('searchbox').fill('Peter Ackermann')
  const link = await c.row('Peter Ackermann').getByRole('link').first().getAttribute('href')
  await c.fresh()
  await c.go(link)
  await c.heading(/Peter Ackermann/)
})

test('what waits is there after a restart, and arrives once when the server is back', async () => {
  await c.fresh()
  await c.go('/members?q=Arslan')
  await deactivated(c, 'Sabine Arslan')
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor()
  await house.start()
  await c.shows('Im Takt')
  const other = await Cockpit.open(house, { state: await c.context.storageState() })
  await other.go('/audit')
  await other.shows(/Marlene Seidel hat Sabine Arslan deaktiviert/)
  assert.equal(await other.page.getByText(/hat Sabine Arslan deaktiviert/).count(), 1)
  await other.close()
})

test('two tabs: what one does the other shows, also when the first is closed', async () => {
  const first = c.page
  await c.go('/members?q=Abel')
  await c.heading('Mitglieder')
  const second = await c.context.newPage()
  await second.goto(house.origin + '/members')
  const b = Object.assign(Object.create(Cockpit.prototype), c, { page: second })
  await b.heading('Mitglieder')
  await b.settled()
  await deactivate(b, 'Holger Abel')
  await deactivated(b, 'Holger Abel')
  await deactivated(c, 'Holger Abel')
  await first.close()
  await c.context.setOffline(true)
  await deactivate(b, 'Peter Ackermann')
  await b.row('Peter Ackermann').filter({ hasText: 'wartet' }).waitFor()
  await c.context.setOffline(false)
  await b.shows('Im Takt')
  await b.row('Peter Ackermann').filter({ hasText: 'wartet' }).waitFor({ state: 'detached' })
  c.page = second
})

test('nothing that lies on the device can be read without its key', async () => {
  const found = await c.page.evaluate(async () => {
    const dbs = (await indexedDB.databases()).filter((d) => d.name.startsWith('stellwerk/'))
    const open = (name) => new Promise((kept, broken) => { const r = indexedDB.open(name); r.onsuccess = () => kept(r.result); r.onerror = () => broken(r.error) })
    const all = (store) => new Promise((kept) => { const r = store.getAll(); r.onsuccess = () => kept(r.result) })
    const db = await open(dbs[0].name)
    const blobs = await all(db.transaction('blobs').objectStore('blobs'))
    const keys = await all(db.transaction('keys').objectStore('keys'))
    const text = blobs.filter((b) => b.length).map((b) => new TextDecoder('latin1').decode(b)).join('')
    return { n: blobs.length, names: text.includes('Ackermann') || text.includes('records'), extractable: keys.filter((k) => k instanceof CryptoKey).map((k) => k.extractable) }
  })
  assert.ok(found.n > 3, `${found.n} things lie on the device`)
  assert.equal(found.names, false)
  assert.deepEqual(found.extractable, [false])
})

test('signing out wipes the device', async () => {
  await c.go('/members')
  await c.heading('Mitglieder')
  await c.page.locator('[popovertarget=me-menu]').click()
  await c.page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await c.page.waitForURL(/sign-in|\/$/)
  const left = await c.page.evaluate(async () => (await indexedDB.databases()).map((d) => d.name).filter((n) => n.startsWith('stellwerk/')))
  assert.deepEqual(left, [])
})
