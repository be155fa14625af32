// Rights that end while somebody is away: on doubt everything stays; what may not be seen any more goes; what was done is judged by the
// rights of today; and where access is gone, so is the copy, and it is said what is lost.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, office, away
before(async () => {
  house = await House.open()
  office = await Cockpit.open(house)
  await office.demo()
  away = await Cockpit.open(house, { size: phone })
  await away.as('admin')
  await away.shows('Im Takt')
  await away.page.evaluate(() => navigator.serviceWorker.ready)
})
after(close)

// lies reads what this device keeps, as the app does.
const lies = () => away.page.evaluate(async () => {
  const found = {}
  for (const [account, tenant] of await stellwerkVault.all()) {
    const vault = await stellwerkVault.open(account, tenant)
    await vault.unlock('')
    for (const [name, data] of await vault.read((await vault.names('')).filter((n) => n !== 'count'))) found[name] = new TextDecoder().decode(data)
    vault.close()
  }
  return found
})
const waits = (name) => away.row(name).filter({ hasText: 'wartet' }).waitFor()
const role = async (name, to) => {
  await office.member(name)
  await office.press('Bearbeiten')
  await office.page.locator('#edit-role').selectOption(to)
  await office.press('Speichern')
  await office.shows(`${name} ist geändert.`)
  await office.shows('Im Takt')
}

test('an answer that is not clear takes nothing away', async () => {
  await away.context.setOffline(true)
  await away.act('Georg Ackermann', 'Deaktivieren')
  await waits('Georg Ackermann')
  await away.context.setOffline(false)
  await away.page.close()
  for (const [story, shows, answer] of [
    ['a network that wants one to sign in', /Offline seit/, { contentType: 'text/html', body: '<title>Willkommen im Hotel-WLAN</title>' }],
    ['the same, leading elsewhere', /Offline seit/, { status: 302, headers: { location: 'https://hotel.example/' } }],
    ['a server that fails', /Offline seit/, { status: 500, body: '' }],
    ['a deploy that has lost all addresses', /Offline seit/, { status: 404, body: '' }],
    ['somebody else’s idea of JSON', /Offline seit/, { json: ['hello'] }],
    ['one who wants a password', 'Bitte noch einmal anmelden', { status: 401, body: '' }],
  ]) {
    await away.context.route('**/v1/**', (r) => r.fulfill(answer))
    away.page = undefined
    await away.fresh()
    await away.go('/members?q=Georg')
    await away.shows(shows)
    if (shows instanceof RegExp) await waits('Georg Ackermann')
    else assert.equal(await away.page.getByText('Ackermann').count(), 0, story)
    assert.equal(Object.keys(await lies()).filter((name) => name.startsWith('o/')).length, 1, story)
    await away.page.close()
    await away.context.unroute('**/v1/**')
  }
  away.page = undefined
  await away.fresh()
  await away.go('/members?q=Georg')
  await away.shows('Im Takt')
  await away.row('Georg Ackermann').filter({ hasText: 'wartet' }).waitFor({ state: 'detached' })
})

test('a role that was taken away meanwhile: what was done comes back with the reason, and nobody else is to be seen any more', async () => {
  await away.context.setOffline(true)
  await away.act('Sabine Arslan', 'Deaktivieren')
  await away.edit('Peter Ackermann', { title: 'Leiter Wasserwerk' })
  await role('Tobias Höfer', 'user')
  await role('Tobias Höfer', 'guest')
  await away.context.setOffline(false)
  await away.shows('2 Änderungen sind zu klären')
  await away.shows('Im Takt')
  await away.follow('Klären')
  assert.equal(await away.page.getByText('Dafür fehlt Ihnen').count(), 2)
  await away.shows('Leiter Wasserwerk')

  await away.visit('Mitglieder')
  await away.shows('Sie sehen hier nur sich selbst.')
  await away.row('Tobias Höfer').waitFor()
  assert.equal(await away.page.locator('.vlist-row').count(), 1)
  await away.page.getByRole('searchbox').fill('Holger Abel')
  await away.shows('Niemand passt')
  await away.page.keyboard.press('Control+k')
  await away.page.locator('dialog[open] input').fill('Holger Abel')
  await away.page.locator('dialog[open]').getByText('Holger Abel').waitFor({ state: 'detached' })

  // Not on the device either, save what they had entered themselves; also when nobody looks at the app.
  const kept = await lies()
  assert.ok(Object.values(kept).some((text) => text.includes('Höfer')))
  assert.deepEqual(Object.entries(kept).filter(([, text]) => /Holger|Abel|Elternzeit/.test(text)).map(([name]) => name), [])
  assert.deepEqual(Object.keys(kept).filter((name) => /^[re]\//.test(name)).length, 1)
  await office.visit('Mitglieder')
  await office.page.getByRole('searchbox').fill('Sabine Arslan')
  await office.row('Sabine Arslan').waitFor()
  assert.equal(await office.row('Sabine Arslan').filter({ hasText: 'Deaktiviert' }).count(), 0)
})

test('access that was ended meanwhile: the copy is gone, and it is said what is lost with it', async () => {
  await away.context.setOffline(true)
  await office.visit('Mitglieder')
  await office.act('Tobias Höfer', 'Deaktivieren')
  await office.dialog().getByRole('button', { name: 'Deaktivieren' }).click()
  await office.shows(/ist deaktiviert\./)
  await office.shows('Im Takt')
  await away.fresh()
  await away.go('/inbox')
  await away.heading('Zu klären')
  await away.context.setOffline(false)
  await away.shows('Sie haben keinen Zugang mehr zu Stadtwerke Birkenfurt. 2 Änderungen, die noch warteten, wurden nicht mehr angenommen.')
  await away.page.waitForFunction(async () => (await stellwerkVault.all()).length === 0)
  await away.shows('Organisation anlegen')
})
