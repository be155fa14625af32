// What an organisation knows of somebody beyond name and address: entered by hand, brought by a list, told by the history; and whose birthday
// is near.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.signUp()
  await c.settled()
})
after(close)

const clean = async (on = c) => assert.deepEqual([...await on.axe(), ...await on.sticksOut()], [])
const today = new Date()
const day = (year) => `${year}-${String(today.getMonth() + 1).padStart(2, '0')}-${String(today.getDate()).padStart(2, '0')}`
const fact = (name) => c.page.locator('.member-fact').filter({ has: c.page.getByText(name, { exact: true }) }).locator('dd')

test('a new member has a mobile, further contacts, a number, a birthday, a sex and a language', async () => {
  await c.go('/members/new')
  const form = (field) => c.page.locator(`#new-${field}`)
  for (const [field, value] of Object.entries({ givenName: 'Änne', surname: 'Öhler', email: 'aenne@stadtwerke.example', mobile: '+49 171 99998 100' })) await form(field).fill(value)
  const wanted = [['Threema', 'ABCD1234'], ['Vertretung', 'leitstelle@stadtwerke.example'], ['irrtümlich', 'x']]
  for (const [i, [label, value]] of wanted.entries()) {
    await c.press('Weiteren Kontakt hinzufügen')
    const line = c.page.locator('.contacts-line').nth(i)
    await line.getByLabel('Bezeichnung').fill(label)
    await line.getByLabel('Nummer, Adresse oder Kennung').fill(value)
  }
  await c.press('3. weiteren Kontakt entfernen')
  await c.page.locator('.contacts-line').nth(2).waitFor({ state: 'detached' })
  await form('staffNumber').fill('00047')
  await form('birthday').fill(day(1984))
  await form('sex').selectOption('weiblich')
  await form('language').selectOption('Englisch')
  await clean()
  await c.page.locator('#new-create').click()
  await c.heading('Änne Öhler')
  assert.match(await fact('Threema').innerText(), /ABCD1234/)
  assert.equal(await fact('Vertretung').getByRole('link').getAttribute('href'), 'mailto:leitstelle@stadtwerke.example')
  assert.equal(await fact('Mobil').getByRole('link').getAttribute('href'), 'tel:+4917199998100')
  assert.match(await fact('Personalnummer').innerText(), /00047/)
  assert.match(await fact('Geschlecht').innerText(), /weiblich/)
  await clean()
})

test('a further contact is changed without a connection, told in the history, and taken back', async () => {
  await c.context.setOffline(true)
  await c.press('Bearbeiten')
  await c.page.locator('.contacts-line').first().getByLabel('Nummer, Adresse oder Kennung').fill('ZZZZ9999')
  await c.press('Speichern')
  await c.shows('Änne Öhler ist geändert.')
  assert.match(await fact('Threema').innerText(), /ZZZZ9999/)
  await c.context.setOffline(false)
  await c.shows('Im Takt')
  await c.settled() // the history has come anew
  const line = c.page.getByRole('listitem').filter({ hasText: 'geändert' }).first()
  await line.getByRole('button', { name: /Einzelheiten zu Eintrag/ }).click()
  await line.getByText('Threema: ZZZZ9999').first().waitFor()
  await c.takeBack('Änne Öhler ist geändert.')
  await fact('Threema').getByText('ABCD1234').waitFor()
})

test('a list brings all of it, in the words that staff offices use', async () => {
  await c.go('/import')
  const rows = ['Personal-Nr.;Anrede;Vorname;Nachname;E-Mail;Mobil;Geb.-Datum;Sprache', '4711;Frau Dr.;Jutta;Jäger;jutta@stadtwerke.example;0171 999;24.12.85;Deutsch',
    `4712;Herr;Otto;Ölmann;otto@stadtwerke.example;;${String(today.getDate()).padStart(2, '0')}.${String(today.getMonth() + 1).padStart(2, '0')}.1990;en`, '4713;Firma;Falk;Falsch;falk@stadtwerke.example;;;']
  await c.page.locator('#imports-file').setInputFiles({ name: 'personal.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\r\n'), 'latin1') })
  await c.heading('personal.csv prüfen')
  await c.shows(/«Firma» ist kein Geschlecht/)
  await clean()
  await c.press('2 Zeilen übernehmen')
  await c.heading('personal.csv ist übernommen')
  await c.member('Jutta Jäger')
  assert.match(await fact('Geburtstag').innerText(), /24\.12\.1985/)
  assert.match(await fact('Geschlecht').innerText(), /weiblich/)
  assert.match(await fact('Sprache').innerText(), /Deutsch/)
})

test('whose birthday it is today is listed, without a connection too, and congratulated in their language', async () => {
  await c.visit('Mitglieder')
  await c.press('Filter')
  await c.context.setOffline(true)
  await c.follow('Geburtstage')
  await c.heading('Geburtstage')
  const card = c.page.locator('.card').filter({ has: c.page.getByRole('heading', { name: 'Heute' }) })
  assert.match((await card.innerText()).replaceAll('\n', ' '), new RegExp(`Änne Öhler wird ${today.getFullYear() - 1984}.*Otto Ölmann wird ${today.getFullYear() - 1990}`))
  await card.getByRole('button', { name: 'Änne Öhler gratulieren' }).click()
  const mail = new URL(await c.page.getByRole('menu', { name: 'Änne Öhler gratulieren' }).getByRole('menuitem', { name: 'Per E-Mail' }).getAttribute('href'))
  assert.equal(mail.pathname, 'aenne@stadtwerke.example')
  assert.match(mail.searchParams.get('body'), /^Hello Änne,/)
  await c.page.keyboard.press('Escape')
  await clean()
  await c.context.setOffline(false)
})

test('one is reminded of all, of all but one, or of one alone', async () => {
  const reminds = (name) => c.page.getByRole('checkbox', { name: `An den Geburtstag von ${name} erinnern` })
  const turn = async (name, on) => {
    const saved = c.page.waitForResponse((r) => r.url().endsWith('/birthdays') && r.request().method() === 'PATCH')
    await reminds(name).setChecked(on)
    assert.equal((await saved).status(), 200)
  }
  await c.go('/birthdays')
  await c.shows(/Erinnerungen an alle sind aus/)
  assert.equal(await reminds('Änne Öhler').isChecked(), false)
  await turn('Änne Öhler', true)
  await clean()
  await c.follow('Für alle ändern')
  const saved = c.page.waitForResponse((r) => r.url().endsWith('/topics') && r.request().method() === 'PATCH')
  await c.page.getByLabel('Jemand hat Geburtstag').selectOption({ label: 'Per E-Mail' })
  assert.equal((await saved).status(), 200)
  await c.go('/birthdays')
  await c.shows(/per E-Mail, an alle außer denen/)
  assert.equal(await reminds('Otto Ölmann').isChecked(), true)
  await turn('Otto Ölmann', false)
  await c.page.reload()
  await reminds('Otto Ölmann').waitFor()
  assert.deepEqual([await reminds('Änne Öhler').isChecked(), await reminds('Otto Ölmann').isChecked()], [true, false])
  await c.context.setOffline(true)
  await c.page.waitForFunction(() => document.querySelector('.birthdays-remind input').disabled)
  await c.context.setOffline(false)
})

test('who hides the birthday stands in no list; a quota of storage is read as people write it', async () => {
  await c.member('Änne Öhler')
  await c.press('Bearbeiten')
  await c.page.getByLabel('Den Geburtstag nicht in der Liste der Geburtstage zeigen').check()
  await c.page.locator('#edit-quota').fill('viel')
  await c.press('Speichern')
  await c.shows('Bitte eine Menge wie 500 MB, 10 GB oder 1,5 TB angeben, bis 1024 TB.')
  await clean()
  await c.page.locator('#edit-quota').fill('1,50 tb')
  await c.press('Speichern')
  await c.shows('Änne Öhler ist geändert.')
  assert.match(await fact('Speicherplatz').innerText(), /1,5 TB/)
  assert.match(await fact('Geburtstag').innerText(), /steht nicht in der Liste der Geburtstage/)
  await clean()
  await c.go('/birthdays')
  await c.page.getByText('Otto Ölmann').waitFor()
  assert.equal(await c.page.getByText('Änne Öhler').count(), 0)
})
