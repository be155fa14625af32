// The list of members as a table: what it shows, written so that Excel opens it and an import reads it back.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Cockpit, phone } from './cockpit.mjs'
import { House, close } from './house.mjs'

let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
})
after(close)

const download = async (who) => {
  const [file] = await Promise.all([who.page.waitForEvent('download'), who.press('Herunterladen')])
  return { name: file.suggestedFilename(), path: await file.path(), text: readFileSync(await file.path(), 'utf8') }
}
const lines = (text) => text.trim().split('\r\n')

test('what the filter leaves is written, in the order of the list', async () => {
  await c.go('/members?q=arslan')
  await c.row('Sabine Arslan').waitFor()
  const shown = await c.page.getByRole('row').filter({ hasText: 'Arslan' }).count()
  await c.press('Exportieren')
  await c.shows(`${shown} Mitglieder, wie die Liste sie gerade zeigt.`)
  assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
  const { name, text } = await download(c)
  assert.match(name, /^mitglieder-\d{4}-\d\d-\d\d\.csv$/)
  assert.equal(text[0], '\ufeff')
  assert.match(lines(text)[0], /Vorname;Nachname;E-Mail;/)
  assert.deepEqual(lines(text).slice(1).map((l) => l.split(';')[1]), Array(shown).fill('Arslan'))
  await c.shows(`${shown} Mitglieder stehen in ${name}.`)
})

test('who is chosen is written alone, with other columns and another separator', async () => {
  await c.choose('Sabine Arslan')
  await c.press('Exportieren')
  await c.shows('Ein ausgewähltes Mitglied.')
  await c.page.getByRole('radio', { name: 'Was die Liste zeigt' }).check()
  await c.page.getByLabel('Trennzeichen').selectOption({ label: 'Komma ,' })
  const { text } = await download(c)
  assert.deepEqual([lines(text).length, lines(text)[0], lines(text)[1].slice(0, 14)], [2, 'Name,Position,Rolle,Status,Tags', 'Sabine Arslan,'])
})

test('a list that was exported is imported again, and changes nobody', async () => {
  await c.go('/members')
  await c.settled()
  await c.press('Exportieren')
  const { path } = await download(c)
  await c.go('/import')
  await c.page.locator('input[type=file]').setInputFiles({ name: 'mitglieder.csv', mimeType: 'text/csv', buffer: readFileSync(path) })
  await c.shows(/unverändert|bleiben, wie sie sind/)
  assert.equal(await c.page.getByText(/werden angelegt|wird angelegt|werden geändert|wird geändert/).and(c.page.locator(':visible')).count(), 0)
})

test('on the phone, without a connection, it is in the sheet of the filter', async () => {
  const p = await Cockpit.open(house, { size: phone, state: await c.context.storageState() })
  await p.go('/members')
  await p.settled()
  await p.context.setOffline(true)
  await p.press('Filter')
  await p.press('Exportieren')
  assert.deepEqual([...await p.axe(), ...await p.sticksOut()], [])
  const { text } = await download(p)
  assert.equal(lines(text).length, 251)
  await p.close()
})
