// The import studio: by keyboard alone, on the phone, from the clipboard, with wrong files, left and taken up again, and offline.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
const list = fileURLToPath(new URL('files/personal-2025.csv', import.meta.url))
let house, state
before(async () => {
  house = await House.open()
  const c = await Cockpit.open(house)
  await c.signUp()
  state = await c.context.storageState()
  await c.close()
})
after(close)

// begin opens the page of the import as somebody who is signed in.
async function begin(options = {}) {
  const c = await Cockpit.open(house, { ...options, state })
  await c.go('/import')
  await c.heading(/Liste importieren|Import a list/)
  await c.page.locator('#imports-file').waitFor({ state: 'attached' }) // the page itself, and not only its title while it is waited for
  return c
}

function csv(name, text) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
}

async function give(c, files) {
  await c.page.locator('#imports-file').setInputFiles(files)
}

// paste is what the browser does for Ctrl+V with cells of a spreadsheet on the clipboard.
async function paste(c, text) {
  await c.page.evaluate((t) => {
    const data = new DataTransfer()
    data.setData('text/plain', t)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}

// tabTo presses Tab until what has the focus has the name.
async function tabTo(c, name) {
  for (let n = 0; n < 120; n++) {
    await c.page.keyboard.press('Tab')
    const at = await c.page.evaluate(() => {
      const e = document.activeElement
      return (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || '').trim()
    })
    if (name.test(at)) return
  }
  throw new Error(`Tab does not lead to ${name}`)
}

async function focused(c, selector) {
  await c.page.locator(`${selector}:focus`).waitFor()
}

test('by keyboard alone: from the file through mending to taking back', async () => {
  const c = await begin()
  await tabTo(c, /^Datei wählen$/)
  const chooser = c.page.waitForEvent('filechooser')
  await c.page.keyboard.press('Enter')
  await (await chooser).setFiles(list)
  await c.heading('personal-2025.csv prüfen')
  await focused(c, '#page-title')
  await c.shows('4 abgewiesene Zeilen bleiben draußen')
  await c.page.keyboard.press('n')
  await focused(c, '[aria-label="E-Mail in Zeile 7"]')
  await c.page.keyboard.press('Control+a')
  await c.page.keyboard.type('f.gruber@stadtwerke.example')
  await c.page.keyboard.press('Enter')
  await focused(c, '[aria-label="Nachname in Zeile 9"]')
  await c.page.keyboard.type('Ilg')
  await c.page.keyboard.press('Enter')
  await focused(c, '[aria-label="Telefon in Zeile 10"]')
  await tabTo(c, /^Ohne Telefon/)
  await c.page.keyboard.press('Enter')
  await c.shows('10 Zeilen übernehmen')
  await c.page.keyboard.press('Escape')
  await c.page.keyboard.press('n')
  await focused(c, '[aria-label="E-Mail in Zeile 11"]')
  await tabTo(c, /^10 Zeilen übernehmen/)
  await c.page.keyboard.press('Enter')
  await c.heading('personal-2025.csv ist übernommen')
  await c.shows('Eine Zeile der Datei ist draußen geblieben.')
  await tabTo(c, /^Alles zurücknehmen$/)
  await c.page.keyboard.press('Enter')
  await c.shows('«personal-2025.csv» ist zurückgenommen')
  await focused(c, '#imports-undone')
  await tabTo(c, /^Noch eine Liste$/)
  await c.page.keyboard.press('Enter')
  await c.heading('Liste importieren')
  await c.shows('zurückgenommen')
  await c.close()
})

test('on the phone a row is mended in a sheet, one after the other', async () => {
  const c = await begin({ size: phone })
  await give(c, list)
  await c.heading('personal-2025.csv prüfen')
  await c.page.getByRole('button', { name: 'Berichtigen' }).first().click()
  await c.dialog().getByRole('heading', { name: 'Zeile 7' }).waitFor()
  await c.dialog().getByRole('button', { name: '«f.gruber@stadtwerke.example» nehmen' }).click()
  await c.dialog().getByText('Neu').waitFor()
  await c.dialog().getByRole('button', { name: 'Nächste abgewiesene' }).click()
  await c.dialog().getByRole('heading', { name: 'Zeile 9' }).waitFor()
  await c.dialog().getByLabel('Nachname in Zeile 9').fill('Ilg')
  await c.dialog().getByRole('button', { name: 'Fertig' }).click()
  await c.page.getByRole('button', { name: '9 Zeilen übernehmen' }).waitFor()
  await c.press('Was passiert')
  await c.dialog().getByText('9 Mitglieder kommen dazu').waitFor()
  assert.deepEqual([...(await c.sticksOut()), ...(await c.axe())], [])
  const small = await c.page.evaluate(() => [...document.querySelectorAll('dialog[open] button, .imports button')].filter((b) => b.offsetParent && (b.offsetHeight < 44 || b.offsetWidth < 44)).map((b) => b.textContent))
  assert.deepEqual(small, [], 'targets below 44 px')
  await c.close()
})

test('cells pasted from a spreadsheet work like a file', async () => {
  const c = await begin()
  await paste(c, 'Huhn')
  await c.shows('In der Zwischenablage ist keine Tabelle')
  await paste(c, 'Vorname\tNachname\tE-Mail\r\nZoë\tGroß\tzoe@acme.example\r\n')
  await c.heading('Zwischenablage prüfen')
  await c.shows('Eine Zeile aus der Zwischenablage. Noch ist nichts gespeichert.')
  await c.page.getByRole('button', { name: 'Eine Zeile übernehmen' }).waitFor()
  await c.close()
})

test('the template is a list in the language of the person, as Excel opens it', async () => {
  for (const [language, button, header] of [['Deutsch', 'Vorlage laden', 'Vorname;Nachname;E-Mail;'], ['English', 'Download a template', 'First name,Last name,Email,']]) {
    const c = await Cockpit.open(house, { state })
    await c.speak(language)
    await c.go('/import')
    const download = c.page.waitForEvent('download')
    await c.press(button)
    const text = readFileSync(await (await download).path(), 'utf8')
    assert.ok(text.startsWith('\ufeff' + header), text)
    await c.speak('Deutsch')
    await c.close()
  }
})

test('wrong files are named, with what to do', async () => {
  const c = await begin()
  for (const [name, data, says] of [
    ['personal.xlsx', 'PK\x03\x04 xl/workbook.xml', 'Die Excel-Datei ist beschädigt'],
    ['leer.csv', '', 'In der Datei steht nichts'],
    ['bild.csv', '%PDF-1.7 \0\x01', 'Das ist keine Textdatei'],
    ['ohne-kopf.csv', 'Ben;Berger;ben@acme.de\nEva;Maier;eva@acme.de\n', 'In der ersten Zeile steht schon eine Adresse'],
    ['ohne-adresse.csv', 'Vorname;Nachname\nBen;Berger\n', 'Die Spalte mit der E-Mail-Adresse fehlt'],
    ['nur-kopf.csv', 'Vorname;Nachname;E-Mail\n', 'Die Liste enthält keine Zeilen'],
  ]) {
    await give(c, csv(name, data))
    await c.shows(`«${name}» lässt sich so nicht lesen`)
    await c.shows(says)
  }
  const large = join(mkdtempSync(join(tmpdir(), 'stellwerk-')), 'zu-gross.csv')
  writeFileSync(large, 'x'.repeat((20 << 20) + 1))
  await give(c, large)
  await c.shows(/zu-gross\.csv.*20/)
  rmSync(dirname(large), { recursive: true })
  await give(c, list)
  await c.heading('personal-2025.csv prüfen')
  await c.close()
})

test('leaving keeps the check, here and in the navigation; another file puts it aside', async () => {
  const c = await begin()
  await give(c, list)
  await c.page.getByLabel('E-Mail in Zeile 7').fill('f.gruber@stadtwerke.example')
  await c.page.getByRole('button', { name: '8 Zeilen übernehmen' }).waitFor()
  await c.visit('Mitglieder')
  await c.shows('Die Prüfung von «personal-2025.csv» bleibt unter Import liegen.')
  await c.page.getByRole('navigation').getByRole('link', { name: /Import/ }).and(c.page.locator(':visible')).click()
  await c.heading('personal-2025.csv prüfen')
  await c.shows('Hier ist Ihre Prüfung, wie Sie sie verlassen haben.')
  await c.page.getByRole('button', { name: '8 Zeilen übernehmen' }).waitFor()
  await c.press('Andere Datei')
  await c.heading('Liste importieren')
  await c.press('Weiter prüfen')
  await c.heading('personal-2025.csv prüfen')
  await c.page.getByRole('button', { name: '8 Zeilen übernehmen' }).waitFor()
  await c.close()
})

test('rows are found by what stands in them, and columns can be left out', async () => {
  const c = await begin()
  await give(c, csv('rollen.csv', 'Vorname;Nachname;E-Mail;Art\nÄnne;Öz;a@x.example;Admin\nBen;Berg;b@x.example;Chef\nEva;Ernst;e@x.example;Gast\n'))
  await c.page.getByRole('button', { name: /^3\s*alle/ }).click()
  await c.page.getByRole('searchbox', { name: 'In den Zeilen suchen' }).fill('oez')
  await c.shows('Eine Zeile gefunden')
  await c.row('Änne').getByRole('button', { name: 'Spalte «Art» weglassen' }).click()
  await c.page.getByRole('searchbox', { name: 'In den Zeilen suchen' }).fill('')
  await c.page.getByRole('button', { name: '3 Zeilen übernehmen' }).waitFor()
  await c.page.getByText('3 Spalten verstanden').click()
  await c.press('Wieder lesen: Spalte Art')
  await c.page.getByRole('button', { name: 'Eine Zeile übernehmen' }).waitFor()
  await c.close()
})

test('offline a list is checked; taking it says what it waits for, and goes on when it is there', async () => {
  const c = await begin()
  await c.context.setOffline(true)
  await give(c, csv('unterwegs.csv', 'Vorname;Nachname;E-Mail\nOlga;Ohm;olga@x.example\n'))
  await c.heading('unterwegs.csv prüfen')
  const take = c.page.getByRole('button', { name: 'Eine Zeile übernehmen' })
  await c.shows('Übernommen wird, sobald die Verbindung wieder da ist.')
  assert.equal(await take.getAttribute('aria-disabled'), 'true')
  await c.context.setOffline(false)
  await c.hides('Übernommen wird, sobald die Verbindung wieder da ist.')
  await take.click()
  await c.heading('unterwegs.csv ist übernommen')
  await c.press('Alles zurücknehmen')
  await c.shows('«unterwegs.csv» ist zurückgenommen')
  await c.close()
})

for (const [language, size, dark] of [['Deutsch', desk, false], ['English', phone, true]]) {
  test(`axe finds nothing in any step: ${language}, ${size.width} px, ${dark ? 'dark' : 'light'}`, async () => {
    const c = await Cockpit.open(house, { size, dark, state })
    await c.speak(language)
    const found = []
    const look = async (where) => {
      for (const what of [...(await c.sticksOut()), ...(await c.axe())]) found.push(`${where}: ${what}`)
    }
    await c.go('/import')
    await c.page.locator('#imports-file').waitFor({ state: 'attached' })
    await c.page.locator('.recent li').first().waitFor()
    await look('file')
    await give(c, csv('x.xlsx', 'PK\x03\x04\x14\0\x06\0[Content_Types].xml xl/workbook.xml'))
    await c.page.locator('#imports-wrong').waitFor()
    await look('a wrong file')
    await give(c, list)
    await c.page.locator('.imports-row[data-key="7"]').waitFor()
    await look('refused rows')
    await c.page.locator('.import-tiles button').nth(4).click()
    await look('all rows')
    await c.page.locator('.imports-row[data-key="7"] [data-act=open]').last().click()
    await c.dialog().waitFor()
    await look('a row')
    await c.page.keyboard.press('Escape')
    await c.page.locator('#imports-take').click()
    await c.page.locator('#imports-undo').waitFor()
    await look('taken over')
    await c.page.locator('#imports-undo').click()
    await c.page.locator('#imports-undone').waitFor()
    await look('taken back')
    await c.speak('Deutsch')
    await c.close()
    assert.deepEqual(found, [])
  })
}
