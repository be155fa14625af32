// Excel files and vCards in the import studio.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
const workbook = fileURLToPath(new URL('files/personal-2026.xlsx', import.meta.url))
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
  await c.signUp()
})
after(close)

async function begin() {
  await c.go('/import')
  await c.page.locator('#imports-file').waitFor({ state: 'attached' })
  await c.settled()
}

const give = (...files) => c.page.locator('#imports-file').setInputFiles(files.map((f) => (typeof f === 'string' ? f : { name: f[0], mimeType: '', buffer: Buffer.from(f[1]) })))

async function sound(where) {
  assert.deepEqual([...(await c.sticksOut()), ...(await c.axe())], [], where)
}

test('an Excel file: the first sheet with rows, another one, and back to what was mended', async () => {
  await begin()
  await c.page.locator('#imports-file').setInputFiles(workbook)
  await c.heading('personal-2026.xlsx prüfen')
  await c.shows('2 Zeilen im Blatt «Personal». Noch ist nichts gespeichert.')
  await c.page.getByRole('button', { name: '2 Zeilen übernehmen' }).waitFor()
  await c.row('Jörg').locator('[data-act=open]').last().click()
  await c.dialog().getByRole('heading', { name: 'Zeile 2' }).waitFor()
  assert.deepEqual(await Promise.all(['Geburtstag', 'Personalnummer', 'Eintritt'].map((f) => c.dialog().getByLabel(f, { exact: false }).first().inputValue())), ['1990-03-06', '00042', '2024-01-02'])
  await c.dialog().getByLabel(/^Nachname/).fill('Bassler')
  await c.page.keyboard.press('Escape')
  await c.page.getByLabel('Blatt, eines von 2').selectOption('Extern')
  await c.shows('Eine Zeile im Blatt «Extern».')
  await c.row('Gina').waitFor()
  await sound('a sheet')
  await c.page.getByLabel('Blatt, eines von 2').selectOption('Personal')
  await c.row('Bassler').waitFor()
  await c.page.getByRole('button', { name: '2 Zeilen übernehmen' }).click()
  await c.heading('personal-2026.xlsx ist übernommen')
})

test('offline an Excel file waits, and goes on by itself; files that are none say why', async () => {
  await begin()
  await c.page.setViewportSize(phone)
  await c.context.setOffline(true)
  await c.page.locator('#imports-file').setInputFiles(workbook)
  await c.shows('«personal-2026.xlsx» liegt hier.')
  await sound('waiting')
  await c.context.setOffline(false)
  await c.heading('personal-2026.xlsx prüfen')
  await c.page.setViewportSize(desk)
  await c.press('Andere Datei')
  for (const [name, data, says] of [
    ['alt.xls', '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' + '\0'.repeat(600), 'Die Datei hat das alte Format von Excel'],
    ['geheim.xlsx', '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' + [...'EncryptedPackage'].join('\0') + '\0', 'Die Datei ist mit einem Passwort geschützt'],
    ['halb.xlsx', readFileSync(workbook).subarray(0, 3000), 'Die Excel-Datei ist beschädigt'],
    ['texte.xlsx', 'PK\x03\x04', 'Die Excel-Datei ist beschädigt'],
  ]) {
    await give([name, typeof data === 'string' ? Buffer.from(data, 'latin1') : data])
    await c.shows(`«${name}» lässt sich so nicht lesen`)
    await c.shows(says)
  }
})

test('of two files dropped at once the one that can not be read is named beside the other', async () => {
  await begin()
  for (const files of [
    [['bild.csv', '%PDF-1.7'], ['leute.csv', 'Vorname;Nachname;E-Mail\nBen;Berg;ben@x.example\n']],
    [['leute.csv', 'Vorname;Nachname;E-Mail\nBen;Berg;ben@x.example\n'], ['bild.csv', '%PDF-1.7']],
  ]) {
    await give(...files)
    await c.heading('leute.csv prüfen')
    await c.shows('«bild.csv» wurde nicht gelesen. Das ist keine Textdatei.')
    await c.press('Andere Datei')
  }
})

test('what a column means is said once, for everybody; it is taken back and forgotten', async () => {
  await begin()
  const odd = ['eigen.csv', 'Vorname;Nachname;Mailkontakt;Kürzel\nIda;Igel;ida@x.example;NB-7\n']
  await give(odd)
  await c.shows('Sagen Sie, was die Spalten bedeuten')
  await sound('columns to be said')
  await c.page.getByLabel('«Mailkontakt» bedeutet').selectOption({ label: 'E-Mail' })
  await c.heading('eigen.csv prüfen')
  await c.shows('«Mailkontakt» wird als E-Mail gelesen, auch in künftigen Listen.')
  await c.page.getByText(/Spalten verstanden/).click()
  await c.page.getByLabel('«Kürzel» bedeutet').selectOption({ label: 'Personalnummer' })
  await c.page.locator('#imports-meaning-kurzel:focus').waitFor()
  await c.takeBack('«Kürzel» wird als')
  await c.page.getByRole('button', { name: 'Eine Zeile übernehmen' }).waitFor()
  await c.settled()
  await begin() // as another device would find it
  await give(odd)
  await c.heading('eigen.csv prüfen')
  await c.page.getByText(/Spalten verstanden/).click()
  assert.equal(await c.page.getByLabel('«Kürzel» bedeutet').inputValue(), '-')
  await c.page.getByLabel('«Mailkontakt» bedeutet').selectOption('-')
  await c.shows('«Mailkontakt» bleibt unberührt, auch in künftigen Listen.')
})

test('contacts from a telephone, without a connection', async () => {
  await begin()
  await c.context.setOffline(true)
  await give(['kontakte.vcf', 'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Ute\r\nEMAIL;PREF:ute@x.example\r\nTEL;CELL:0170 1\r\nORG:Acme\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ohne Adresse\r\nEND:VCARD\r\n'])
  await c.heading('kontakte.vcf prüfen')
  await c.shows('2 Zeilen: Zeile 2 ist die zweite Visitenkarte der Datei.')
  await c.page.getByLabel('E-Mail in Zeile 2').fill('ohne@x.example')
  await c.page.getByText(/Spalten verstanden/).click()
  await c.shows(/«ORG»/)
  await c.context.setOffline(false)
  await c.page.getByRole('button', { name: '2 Zeilen übernehmen' }).click()
  await c.heading('kontakte.vcf ist übernommen')
})
