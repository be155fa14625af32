// A new version of the app comes while changes wait: they outlive it, and it sends them, once.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, quit } from './cockpit.mjs'
import { House } from './house.mjs'
import { Release } from './release.mjs'

let house, c, release
const sent = [] // ids of commands that arrived
before(async () => {
  release = new Release()
  house = await House.open({ site: release.dir })
  c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.shows('Im Takt')
  await c.page.evaluate(() => navigator.serviceWorker.ready)
  c.context.on('response', (r) => r.ok() && r.url().endsWith('/commands') && sent.push(...r.request().postDataJSON().commands.map((command) => command.id)))
})
after(async () => {
  await c?.close()
  await house?.close()
  release?.close()
  await quit()
})

const banner = (text) => c.page.locator('.banner').filter({ hasText: text })
const waits = (name) => c.row(name).filter({ hasText: 'wartet' }).waitFor()
// take loads the new version by the button of a banner.
async function take(text) {
  await Promise.all([c.page.waitForEvent('load'), banner(text).getByRole('button', { name: 'Neu laden' }).click()])
  await c.heading('Mitglieder')
}
// landed says that the audit trail tells of these, each once.
async function landed(...said) {
  const other = await Cockpit.open(house, { state: await c.context.storageState() })
  await other.go('/audit')
  for (const text of said) {
    await other.shows(text)
    assert.equal(await other.page.getByText(text).count(), 1)
  }
  await other.close()
}

test('without a connection: what waits is there in the new version, which sends it', async () => {
  release.next('two')
  await house.without(() => {})
  await c.page.evaluate(async () => (await navigator.serviceWorker.ready).update())
  await banner('Eine neue Version ist da.').getByRole('button').waitFor()
  await c.context.setOffline(true)
  await c.act('Sabine Arslan', 'Deaktivieren')
  await waits('Sabine Arslan')
  await c.edit('Peter Ackermann', { title: 'Leiter Wasserwerk' })
  await c.visit('Mitglieder')

  await take('Eine neue Version ist da.')
  assert.equal(await c.page.locator('link[rel=stylesheet]').getAttribute('href'), release.style)
  await c.page.getByRole('searchbox').fill('Arslan')
  await waits('Sabine Arslan')
  assert.deepEqual(sent, [], 'the old version has sent something')
  await c.context.setOffline(false)
  await c.shows('Im Takt')
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor({ state: 'detached' })
  assert.equal(sent.length, 2)
  assert.equal(new Set(sent).size, 2)
  await landed(/hat Sabine Arslan deaktiviert/, /hat bei Peter Ackermann .*geändert/)
})

test('a version that the server does not take any more keeps what is done, and the next one sends it', async () => {
  await c.page.route('**/v1/**', (r) => r.fulfill({ status: 426, contentType: 'application/problem+json', body: JSON.stringify({ faults: [{ kind: 'unavailable', code: 'app.outdated' }] }) }))
  await banner('Diese Version ist zu alt für den Server.').waitFor()
  await c.act('Holger Abel', 'Deaktivieren')
  await waits('Holger Abel')
  release.next('three')
  await c.page.unroute('**/v1/**')
  await take('Diese Version ist zu alt für den Server.')
  await c.shows('Im Takt')
  await landed(/hat Holger Abel deaktiviert/)
})
