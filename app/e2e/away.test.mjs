// A day away: an admin signs in on the phone, loses the connection, restarts the browser, works among 10,000 people, and comes back to
// what a colleague has done meanwhile. Everything lands once, and what met others waits to be decided.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Cockpit, phone, quit } from './cockpit.mjs'
import { grow } from './crowd.mjs'
import { House } from './house.mjs'

const list = fileURLToPath(new URL('files/personal-2025.csv', import.meta.url))
const hour = 60 * 60 * 1000
let house, away, office, profile
before(async () => {
  house = await House.open()
  office = await Cockpit.open(house)
  await office.demo()
  await grow(office, 10_000)
  profile = mkdtempSync(join(tmpdir(), 'stellwerk-phone-'))
  away = await Cockpit.device(house, profile, { size: phone, ahead: -3 * hour })
  await away.as('admin')
  await away.shows('Im Takt')
  await away.page.evaluate(() => navigator.serviceWorker.ready)
})
after(async () => {
  await office?.close()
  await away?.close()
  await house?.close()
  rmSync(profile, { recursive: true, force: true })
  await quit()
})

test('without a connection the browser is restarted, and 10,000 people are there', async () => {
  await away.restart({ offline: true, ahead: -3 * hour })
  await away.go('/members')
  await away.heading('Mitglieder')
  await away.shows(/Offline seit/)
  await away.shows(/9\.9\d\d Mitglieder/)
  await away.page.getByRole('searchbox').fill('arslan sab')
  await away.row('Sabine Arslan').waitFor()
})

test('one is deactivated, two are edited, one deed is taken back, a list is looked through', async () => {
  await away.act('Sabine Arslan', 'Deaktivieren')
  await away.shows('Sabine Arslan ist deaktiviert.')
  await away.edit('Peter Ackermann', { title: 'Leiter Wasserwerk' })
  await away.edit('Holger Abel', { title: 'Fahrdienstleiter' })
  await away.visit('Mitglieder')
  assert.equal(await away.page.locator('.notice:visible').count(), 1, 'what was said before would cover the list')
  await away.act('Georg Ackermann', 'Deaktivieren')
  await away.takeBack('Georg Ackermann ist deaktiviert.')
  await away.kept() // the next line loads the app anew, within less than a person needs
  await away.go('/import')
  await away.page.locator('#imports-file').setInputFiles({ name: 'personal-2025.csv', mimeType: 'text/csv', buffer: readFileSync(list) })
  await away.heading('personal-2025.csv prüfen')
  await away.shows('Übernommen wird, sobald die Verbindung wieder da ist.')
  assert.deepEqual([...await away.axe(), ...await away.sticksOut()], [])
})

test('meanwhile a colleague edits one of them and removes another', async () => {
  await office.go('/members')
  await office.settled()
  await office.edit('Peter Ackermann', { title: 'Meister Wasserwerk' })
  await office.remove('Holger Abel')
  await office.shows('Im Takt')
})

test('hours later what waits has survived another restart, and lands once; what met others waits to be decided', async () => {
  await away.restart({ offline: true })
  await away.go('/members?q=Arslan')
  await away.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor()
  await away.shows('3 warten')
  await away.context.setOffline(false)
  await away.shows('2 Änderungen sind zu klären')
  await away.shows('Im Takt')
  await away.row('Sabine Arslan').filter({ hasText: 'Deaktiviert' }).waitFor()
  await away.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor({ state: 'detached' })
  await away.follow('Klären')
  await away.heading('Zu klären')
  const item = (name) => away.page.getByRole('article', { name }).innerText()
  assert.match(await item('Peter Ackermann'), /Marlene Seidel hat dasselbe Feld geändert\.[^]*Davor[^]*Jetzt[^]*Meister Wasserwerk[^]*Ihre Eingabe[^]*Leiter Wasserwerk/)
  assert.match(await item('Holger Abel'), /Marlene Seidel hat dieses Mitglied inzwischen gelöscht\. Ihre Änderung ist nicht übernommen\./)
  assert.equal(await away.page.getByRole('article').count(), 2)
  assert.deepEqual([...await away.axe(), ...await away.sticksOut()], [])
})

test('the audit trail tells of each once: when it was asked for, and when it arrived', async () => {
  await office.visit('Verlauf')
  const said = (text) => office.page.getByRole('listitem').filter({ hasText: text })
  const line = said('Tobias Höfer hat Sabine Arslan deaktiviert')
  await line.first().waitFor()
  await office.settled() // what still comes moves the lines
  assert.equal(await line.count(), 1)
  assert.equal(await said(/Tobias Höfer hat .*(Peter Ackermann|Georg Ackermann|Holger Abel)/).count(), 0)
  await line.getByRole('button', { name: /Einzelheiten zu Eintrag/ }).click()
  await line.getByText('Veranlasst, laut Uhr des Geräts').waitFor()
  const [, asked, arrived] = (await line.innerText()).match(/Veranlasst, laut Uhr des Geräts[^]*?(\d+:\d\d)[^]*?Angekommen[^]*?(\d+:\d\d)/)
  const minutes = (time) => time.split(':').reduce((hours, more) => hours * 60 + Number(more), 0)
  const between = (minutes(arrived) - minutes(asked) + 24 * 60) % (24 * 60)
  assert.ok(between >= 180 && between < 190, `asked for at ${asked}, arrived at ${arrived}`)
})

test('the decision lands like any other change', async () => {
  await away.page.getByRole('article', { name: 'Peter Ackermann' }).getByRole('button', { name: 'Meins übernehmen' }).click()
  await away.page.getByRole('article', { name: 'Holger Abel' }).getByRole('button', { name: 'Gelöscht lassen' }).click()
  await away.shows('Nichts zu klären')
  await office.member('Peter Ackermann')
  await office.shows('Leiter Wasserwerk')
})
