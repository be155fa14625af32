// What lies on the device: tabs share it, nobody reads it without its key, and it goes when it has to.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone } from './cockpit.mjs'
import { House, close } from './house.mjs'

let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.settled()
  await c.installed()
  await c.shows('Im Takt')
})
after(close)

const deactivate = (who, name) => who.act(name, 'Deaktivieren')
const deactivated = (who, name) => who.row(name).filter({ hasText: 'Deaktiviert' }).waitFor()

test('two tabs: what one does the other shows, also when the first is closed', async () => {
  const first = c.page
  await c.go('/members?q=Abel')
  await c.heading('Mitglieder')
  const b = await c.tab()
  await b.go('/members')
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
  c.page = b.page
})

test('nothing that lies on the device can be read without its key', async () => {
  const found = await c.page.evaluate(async () => {
    const names = (await indexedDB.databases()).map((d) => d.name).filter((name) => name.startsWith('stellwerk/')).sort()
    const open = (name) => new Promise((kept, broken) => { const r = indexedDB.open(name); r.onsuccess = () => kept(r.result); r.onerror = () => broken(r.error) })
    const all = (store) => new Promise((kept) => { const r = store.getAll(); r.onsuccess = () => kept(r.result) })
    const [account, db] = await Promise.all(names.map(open)) // of the account, and of its organisation
    const blobs = await all(db.transaction('blobs').objectStore('blobs'))
    const keys = await all(account.transaction('keys').objectStore('keys'))
    const text = blobs.filter((b) => b.length).map((b) => new TextDecoder('latin1').decode(b)).join('')
    return { n: blobs.length, names: text.includes('Ackermann') || text.includes('records'), extractable: keys.filter((k) => k instanceof CryptoKey).map((k) => k.extractable) }
  })
  assert.ok(found.n > 3, `${found.n} things lie on the device`)
  assert.equal(found.names, false)
  assert.deepEqual(found.extractable, [false])
})

test('a browser that has deleted what waited here is told how much that was', async () => {
  await c.context.setOffline(true)
  for (const name of ['Sabine Arslan', 'Susanne Arslan']) {
    await deactivate(c, name)
    await c.row(name).filter({ hasText: 'wartet' }).waitFor()
  }
  await c.fresh()
  const cdp = await c.context.newCDPSession(c.page)
  await cdp.send('Storage.clearDataForOrigin', { origin: house.origin, storageTypes: 'indexeddb,local_storage,cache_storage,service_workers' })
  await c.context.setOffline(false)
  await c.go('/members')
  await c.shows('2 Änderungen, die hier warteten, sind weg')
  await c.shows('Im Takt')
  await c.page.reload()
  await c.shows('2 Änderungen, die hier warteten, sind weg')
  await c.page.locator('.banner').getByRole('button', { name: 'Gelesen' }).click()
  await c.hides('2 Änderungen, die hier warteten, sind weg')
  await c.page.reload()
  await c.shows('Im Takt')
  assert.equal(await c.page.getByText('die hier warteten').count(), 0)
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
