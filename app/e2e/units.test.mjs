// Groups in lists: units.csv beside the staff list, in any order, with files as Excel writes them; faults; taking back; export and import again.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, state
before(async () => {
  house = await House.open()
  const c = await Cockpit.open(house)
  await c.signUp()
  state = await c.context.storageState()
  await c.close()
})
after(close)

async function begin(options = {}) {
  const c = await Cockpit.open(house, { ...options, state })
  await c.go('/import')
  await c.page.locator('#imports-file').waitFor({ state: 'attached' })
  return c
}

const file = (name, text, encoding = 'utf8') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text, encoding) })
const give = (c, ...files) => c.page.locator('#imports-file').setInputFiles(files)
const join = (c, one) => c.page.locator('#imports-join').setInputFiles(one)
const saved = async (c, press) => {
  const [d] = await Promise.all([c.page.waitForEvent('download'), press()])
  return readFileSync(await d.path(), 'utf8')
}

// As Excel saves it in Germany: Windows-1252, semicolons, CRLF; what is below stands before what it is part of.
const units = file('units.csv', 'id;parentId;name;type\r\nT2;T;Öfen & Küche;Team\r\nT;;Technik;Abteilung\r\nT3;T2;"Straße; außen";\r\n', 'latin1')
const people = file('staff.csv', 'Vorname;Nachname;E-Mail;units;Weitere Kontakte\r\nJürgen;Weiß;juergen@x.example;T2 T3;Notruf: 0171 1 | Büro: 3\\|4\r\nZoë;Groß;zoe@x.example;Technik / Öfen & Küche, T;\r\nEva;Ernst;eva@x.example;Mond;\r\n', 'latin1')

test('both files at once: the tree, the people with their groups, an unknown one mended, all taken back', async () => {
  const c = await begin()
  await give(c, people, units)
  await c.heading('staff.csv, units.csv prüfen')
  const tree = c.page.locator('#imports-tree')
  await tree.getByRole('treeitem', { name: /Straße; außen/ }).waitFor()
  assert.deepEqual(await tree.getByRole('treeitem').allInnerTexts(), ['TechnikAbteilung · neu', 'Öfen & KücheTeam · neu', 'Straße; außenneu'])
  await c.shows('3 Gruppen kommen dazu.')
  await c.shows('«Mond» ist keine Gruppe')
  assert.deepEqual([...(await c.sticksOut()), ...(await c.axe())], [])
  await c.page.getByRole('button', { name: /^Ohne Gruppen/ }).first().click()
  await c.page.getByRole('button', { name: /^3\s*alle/ }).click()
  await c.row('Jürgen Weiß').getByText('Öfen & Küche, Straße; außen').waitFor()
  await c.row('Zoë Groß').getByText('Öfen & Küche, Technik').waitFor()
  await c.press('6 Zeilen übernehmen')
  await c.heading('staff.csv, units.csv ist übernommen')
  await c.shows('Gruppen angelegt oder geändert')
  await c.page.getByRole('link', { name: 'Zu den Gruppen' }).click()
  await c.page.locator('#groups-tree').getByRole('treeitem', { name: /Technik.*2/ }).waitFor()
  await c.go('/import')
  await c.page.getByRole('button', { name: /^Zurücknehmen/ }).first().click()
  await c.kept()
  await c.go('/groups')
  await c.shows('Noch keine Gruppen')
  await c.close()
})

test('in any order, one after the other; the groups alone; a second import finds them again', async () => {
  const c = await begin()
  await give(c, people)
  await c.heading('staff.csv prüfen')
  await c.shows('«T2 T3» ist keine Gruppe')
  await join(c, units)
  await c.heading('staff.csv, units.csv prüfen')
  await c.page.getByRole('button', { name: '5 Zeilen übernehmen' }).waitFor()
  await c.press('Ohne diese Datei')
  await c.heading('staff.csv prüfen')
  await c.press('Andere Datei')
  await give(c, units)
  await c.heading('units.csv prüfen')
  await c.shows('3 Gruppen, Windows-1252, Trennzeichen Semikolon. Noch ist nichts gespeichert.')
  await c.press('3 Zeilen übernehmen')
  await c.heading('units.csv ist übernommen')
  await c.press('Noch eine Liste')
  await give(c, units)
  await c.page.getByRole('button', { name: 'Nichts zu übernehmen' }).waitFor()
  await join(c, people)
  await c.page.getByRole('button', { name: '2 Zeilen übernehmen' }).click()
  await c.heading('staff.csv, units.csv ist übernommen')
  await c.close()
})

test('what is wrong with the groups is named by row and id, and nothing of it is taken', async () => {
  const c = await begin()
  for (const [text, ...says] of [
    ['id,parentId,name\na,c,A\nb,a,B\nc,b,C\n', 'Zeile 2 (a)', '«a» wäre Teil von sich selbst: a → c → b → a'],
    ['id,parentId,name\na,,A\nb,x,B\n', 'Zeile 3 (b)', '«b» soll Teil von «x» sein'],
    ['id,parentId,name\na,,A\na,,B\n', 'Zeile 3 (a)', 'Die Kennung «a» steht schon in Zeile 2'],
    [`id,parentId,name\n${[...Array(11)].map((_, i) => `${i + 1},${i || ''},E`).join('\n')}\n`, 'Zeile 12 (11)', 'hätte der Baum 11 Ebenen'],
  ]) {
    await give(c, file('baum.csv', text))
    await c.heading('baum.csv prüfen')
    for (const said of says) await c.shows(said)
    await c.shows('Diese Datei wird ganz oder gar nicht übernommen.')
    assert.equal(await c.page.locator('#imports-take').getAttribute('aria-disabled'), 'true')
    assert.deepEqual([...(await c.sticksOut()), ...(await c.axe())], [])
    await c.press('Andere Datei')
  }
  await give(c, file('ohne.csv', 'parentId;id\n1;2\n'))
  await c.shows('Die Spalte mit den Namen fehlt')
  await c.close()
})

test('export, edit, import: exactly the edits, offline too', async () => {
  const c = await begin()
  await c.go('/groups')
  const tree = await saved(c, () => c.press('Als units.csv'))
  await c.go('/members')
  await c.settled()
  await c.page.locator('#members-export').evaluate((b) => b.click())
  const list = await saved(c, () => c.press('Herunterladen'))
  assert.match(list, /Einheiten;/)
  assert.match(list, /Notruf: 0171 1 \| Büro: 3\\\|4/)
  await c.go('/import')
  await give(c, file('staff.csv', list), file('units.csv', tree))
  await c.page.getByRole('button', { name: 'Nichts zu übernehmen' }).waitFor()
  await c.press('Andere Datei')
  await c.context.setOffline(true)
  await give(c, file('units.csv', tree.replace('Öfen & Küche', 'Öfen')), file('staff.csv', list.replace('0171 1', '0171 2')))
  await c.page.getByRole('treeitem', { name: /Öfen.*bisher «Öfen & Küche»/ }).waitFor()
  await c.shows('Bei einem Mitglied ändern sich Angaben.')
  await c.shows('Eine Gruppe ändert sich, siehe Baum.')
  await c.shows('Übernommen wird, sobald die Verbindung wieder da ist.')
  await c.context.setOffline(false)
  await c.page.getByRole('button', { name: '2 Zeilen übernehmen' }).click()
  await c.heading(/ist übernommen/)
  await c.close()
})

for (const [language, size, dark] of [['Deutsch', desk, true], ['English', phone, false], ['Deutsch', phone, true]]) {
  test(`axe finds nothing with both files: ${language}, ${size.width} px, ${dark ? 'dark' : 'light'}`, async () => {
    const c = await Cockpit.open(house, { size, dark, state })
    await c.speak(language)
    await c.go('/import')
    await c.page.locator('#imports-file').waitFor({ state: 'attached' })
    await give(c, units)
    await c.page.locator('#imports-join').waitFor({ state: 'attached' })
    await c.page.locator('#imports-tree').waitFor()
    assert.deepEqual([...(await c.sticksOut()), ...(await c.axe())], [])
    if (process.env.SHOTS) await c.page.screenshot({ path: `${process.env.SHOTS}/alone-${language}-${size.width}.png`, fullPage: true })
    await join(c, people)
    await c.page.locator('.imports-row[data-key]').first().waitFor()
    assert.deepEqual([...(await c.sticksOut()), ...(await c.axe())], [])
    if (process.env.SHOTS) await c.page.screenshot({ path: `${process.env.SHOTS}/both-${language}-${size.width}.png`, fullPage: true })
    const small = await c.page.evaluate(() => [...document.querySelectorAll('.imports-units .btn, .imports-join label')].filter((b) => matchMedia('(pointer: coarse)').matches && b.offsetParent && b.offsetHeight < 44).map((b) => b.textContent))
    assert.deepEqual(small, [])
    await c.speak('Deutsch')
    await c.close()
  })
}
