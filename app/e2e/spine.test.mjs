// The whole way once, as a new customer goes it.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { Cockpit } from './cockpit.mjs'
import { House, close } from './house.mjs'

const list = fileURLToPath(new URL('files/personal-2025.csv', import.meta.url))
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
})
after(close)

test('an organisation signs itself up and confirms its address', async () => {
  await c.signUp()
  await c.shows('Noch sind Sie allein hier')
})

test('a staff list from Excel gets exactly the right verdicts', async () => {
  await c.follow('Liste importieren')
  await c.heading('Liste importieren')
  await c.page.locator('input[type=file]').setInputFiles(list)
  await c.heading('personal-2025.csv prüfen')
  await c.shows('11 Zeilen, Windows-1252, Trennzeichen Semikolon. Noch ist nichts gespeichert.')
  await c.shows('Bleiben unberührt: «Kostenstelle»')
  await c.page.getByRole('button', { name: /^11\s*alle/ }).click()
  assert.match(await c.row('Jörg').innerText(), /Neu/)
  assert.match(await c.row('d.oehlschlaeger').innerText(), /Neu/)
  assert.match(await c.row('Gruber').innerText(), /Abgewiesen[^]*fehlt die Endung/)
  assert.match(await c.row('ida@').innerText(), /Abgewiesen[^]*Bitte ausfüllen/)
  assert.match(await c.row('Müller').innerText(), /Abgewiesen[^]*nur Ziffern/)
  assert.match(await c.row('Zeile 11').innerText(), /Abgewiesen[^]*Diese Adresse steht schon in Zeile 2/)
  await c.page.getByRole('button', { name: '7 Zeilen übernehmen' }).waitFor()
})

async function mendAndTake() {
  await c.page.getByLabel('E-Mail in Zeile 7').fill('f.gruber@stadtwerke.example')
  await c.page.getByRole('button', { name: '8 Zeilen übernehmen' }).click()
  await c.heading('personal-2025.csv ist übernommen')
}

test('a broken row is mended in place, and the good ones are taken', async () => {
  await mendAndTake()
  await c.shows('Mitglieder angelegt')
  assert.match(await c.page.getByRole('navigation').getByRole('link', { name: 'Mitglieder' }).first().innerText(), /9/)
})

test('the import is undone as one step, and done again', async () => {
  await c.press('Alles zurücknehmen')
  await c.visit('Mitglieder')
  await c.shows('Noch sind Sie allein hier')
  await c.follow('Liste importieren')
  await c.press('Noch eine Liste')
  await c.page.locator('input[type=file]').setInputFiles(list)
  await c.heading('personal-2025.csv prüfen')
  await mendAndTake()
  await c.follow('Zu den Mitgliedern')
  await c.shows('9 Mitglieder')
  for (const name of ['Öhlschläger', 'Çelik', 'Gruber', 'von der Heydt', 'Weiß']) await c.row(name).waitFor()
})

test('importing the same list again changes nothing', async () => {
  await c.follow('Liste importieren')
  await c.press('Noch eine Liste')
  await c.page.locator('input[type=file]').setInputFiles(list)
  await c.heading('personal-2025.csv prüfen')
  await c.page.getByRole('button', { name: /^11\s*alle/ }).click()
  assert.match(await c.row('Jörg').innerText(), /Unverändert/)
  await c.page.getByRole('button', { name: 'Nichts zu übernehmen' }).waitFor()
  await c.visit('Mitglieder')
})

test('searching finds people however their names are typed', async () => {
  for (const [typed, found] of [['ohlsch', 'Öhlschläger'], ['oehl', 'Öhlschläger'], ['celik', 'Çelik'], ['weiss', 'Weiß']]) {
    await c.page.getByRole('searchbox').fill(typed)
    await c.row(found).waitFor()
    await c.row('Anna Albrecht').waitFor({ state: 'detached' })
  }
  await c.page.getByRole('searchbox').fill('')
  await c.row('Anna Albrecht').waitFor()
})

test('three are deactivated at once, and undo brings them back', async () => {
  for (const name of ['Anna Albrecht', 'Jörg Berger', 'Cigdem']) await c.choose(name)
  await c.shows('3 ausgewählt')
  await c.press('Deaktivieren')
  await c.dialog().getByText('Diese 3 können sich ab sofort nicht mehr anmelden').waitFor()
  await c.dialog().getByRole('button', { name: '3 deaktivieren' }).click()
  await c.shows('3 Mitglieder sind deaktiviert.')
  assert.match(await c.row('Anna Albrecht').innerText(), /Deaktiviert/)
  await c.takeBack('3 Mitglieder sind deaktiviert.')
  await c.row('Anna Albrecht').filter({ hasText: 'Ausstehend' }).waitFor()
})

test('the audit trail tells who did what, and its chain verifies', async () => {
  await c.visit('Verlauf')
  await c.shows(/Vera Vogel hat Eintrag \d+ zurückgenommen/)
  await c.shows(/Vera Vogel hat .* deaktiviert/)
  await c.shows('Vera Vogel hat 8 Mitglieder aus einer Liste angelegt')
  await c.shows('Vera Vogel hat die Organisation «Stadtwerke Lindau» gegründet')
  await c.press('Kette prüfen')
  await c.shows('Alle 6 Einträge sind geprüft.')
})

test('after a kill -9 everything is there', async () => {
  await house.kill()
  await house.start()
  await c.go('/members')
  await c.shows('9 Mitglieder')
  await c.row('Öhlschläger').waitFor()
  await c.visit('Verlauf')
  await c.press('Kette prüfen')
  await c.shows('Alle 6 Einträge sind geprüft.')
})
