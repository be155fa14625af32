// Asking people to join, from the admin's side and from theirs: by mail, with a new account, with the one they have, without a connection, and
// links that have ceased to be good.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, vera, ben
before(async () => {
  house = await House.open()
  vera = await Cockpit.open(house, { size: phone })
  await vera.signUp()
  await vera.settled()
})
after(close)

const clean = async (c) => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
const password = 'drei stille Dampfloks'
const fact = (c, name) => c.page.locator('.member-fact').filter({ has: c.page.getByText(name, { exact: true }) }).locator('dd')

async function add(c, { given, surname, email, text }) {
  await c.go('/members/new')
  await c.page.locator('#new-givenName').fill(given)
  await c.page.locator('#new-surname').fill(surname)
  await c.page.locator('#new-email').fill(email)
  if (text !== undefined) {
    await c.page.locator('#new-way-invite').check()
    await c.page.locator('#new-invite-text').fill(text)
  }
  await clean(c)
  await c.page.locator('#new-create').click()
  await c.heading(`${given} ${surname}`)
}

test('somebody is added and invited in one step', async () => {
  await add(vera, { given: 'Ben', surname: 'Öhler', email: 'ben@people.example', text: 'Bis Montag,\nVera' })
  await vera.shows('Ben Öhler ist angelegt und eingeladen.')
  assert.match(await fact(vera, 'Einladung').innerText(), /Eingeladen, gilt bis .*«Bis Montag,\nVera»/s)
  await clean(vera)
})

test('what can be done with an invitation does not overlap on the phone', async () => {
  const [again, withdraw] = await Promise.all(['member-invite', 'member-withdraw'].map((id) => vera.page.locator(`#${id}`).boundingBox()))
  assert.ok(withdraw.x >= again.x + again.width || withdraw.y >= again.y + again.height, 'one lies on the other')
  for (const b of [again, withdraw]) assert.ok(b.x >= 0 && b.x + b.width <= phone.width, 'it sticks out')
})

test('who is invited sees the organisation, and joins with a new account', async () => {
  await house.mail('ben@people.example', (m) => m.subject === 'Stadtwerke Lindau lädt Sie ein')
  const link = await house.link('ben@people.example', '/invitation')
  ben = await Cockpit.open(house, { size: phone })
  for (let i = 0; i < 2; i++) { // opening it uses nothing up
    await ben.page.goto(link)
    await ben.heading('Einladung von Stadtwerke Lindau')
  }
  await ben.shows('Vera Vogel lädt Sie ein.')
  await ben.shows('Bis Montag,')
  assert.equal(await ben.field('Vorname').inputValue(), 'Ben')
  await clean(ben)
  await ben.press('Konto anlegen und beitreten')
  await ben.shows(/mindestens 8 Zeichen/i)
  await ben.field('Passwort').fill(password)
  await ben.press('Konto anlegen und beitreten')
  await ben.heading('Mitglieder')
  await ben.shows('Vera Vogel')
  await ben.page.goto(link)
  await ben.heading('Diese Einladung gilt nicht')
  await ben.shows('Diese Einladung wurde schon angenommen.')
  await clean(ben)
})

test('who has joined changes their own details, and takes that back', async () => {
  const c = await Cockpit.open(house, { state: await ben.context.storageState() })
  await c.go('/profile')
  await c.follow('Angaben ändern')
  await c.heading('Ben Öhler')
  assert.equal(await c.page.locator('#edit-title, #edit-email').count(), 0)
  await c.page.locator('#edit-mobile').fill('+49 171 99998 200')
  await clean(c)
  await c.press('Speichern')
  await c.shows('Ben Öhler ist geändert.')
  await fact(c, 'Mobil').getByText('+49 171 99998 200').waitFor()
  await c.shows('Im Takt')
  await c.takeBack('Ben Öhler ist geändert.')
  await fact(c, 'Mobil').getByText('+49 171 99998 200').waitFor({ state: 'detached' })
  await c.press('Bearbeiten')
  await c.page.locator('#edit-mobile').fill('+49 171 99998 300')
  await c.press('Speichern')
  await c.shows('Im Takt')
  await vera.member('Ben Öhler')
  await fact(vera, 'Mobil').getByText('+49 171 99998 300').waitFor()
  await c.close()
})

test('the admin sees that, and who did it', async () => {
  await vera.member('Ben Öhler')
  await vera.shows('Aktiv')
  await fact(vera, 'Einladung').waitFor({ state: 'detached' })
  await vera.shows('Ben Öhler hat die eigene Adresse bestätigt')
})

test('who has an account joins a second organisation with it', async () => {
  const doris = await Cockpit.open(house)
  await doris.signUp({ organisation: 'Musikverein Lindau', given: 'Doris', surname: 'Dur', email: 'doris@verein.example' })
  await add(doris, { given: 'Ben', surname: 'Öhler', email: 'ben.oehler@people.example', text: '' })
  await ben.page.goto(await house.link('ben.oehler@people.example', '/invitation'))
  await ben.heading('Einladung von Musikverein Lindau')
  await ben.shows('Sie sind als Ben Öhler (ben@people.example) angemeldet')
  await clean(ben)
  await ben.press('Beitreten')
  await ben.heading('Mitglieder')
  await ben.shows('Doris Dur')
  await doris.member('Ben Öhler')
  await doris.shows('Aktiv')
  await doris.close()
})

test('who is not signed in signs in and joins at once', async () => {
  await add(vera, { given: 'Doris', surname: 'Dur', email: 'doris@verein.example', text: '' })
  const doris = await Cockpit.open(house, { locale: 'en-GB', size: desk })
  await doris.page.goto(await house.link('doris@verein.example', '/invitation'))
  await doris.heading('Invitation from Stadtwerke Lindau')
  assert.equal(await doris.field('E-mail address').inputValue(), 'doris@verein.example')
  await clean(doris)
  await doris.field('Password').fill('not her password')
  await doris.press('Sign in and join')
  await doris.shows(/wrong/)
  await doris.field('Password').fill('vier leise Lokomotiven')
  await doris.press('Sign in and join')
  await doris.heading(/Mitglieder|Members/)
  await doris.shows('Vera Vogel')
  await doris.close()
})

test('inviting waits for the connection, and a later mail takes the place of the first', async () => {
  await add(vera, { given: 'Cem', surname: 'Çelik', email: 'cem@people.example', text: '' })
  const first = await house.link('cem@people.example', '/invitation')
  await vera.context.setOffline(true)
  await vera.press('Erneut einladen')
  const dialog = vera.dialog()
  await dialog.getByText('Eine Person hat schon eine Einladung').waitFor()
  await dialog.getByLabel('Persönlicher Text').fill('Noch einmal')
  await clean(vera)
  await dialog.getByRole('button', { name: 'Einladen' }).click()
  await vera.shows('Cem Çelik ist eingeladen.')
  await vera.context.setOffline(false)
  await vera.shows('Im Takt')
  const second = await house.link('cem@people.example', '/invitation', first)
  const cem = await Cockpit.open(house)
  await cem.page.goto(first)
  await cem.shows('Es gibt eine neuere Einladung.')
  await cem.page.goto(second)
  await cem.heading('Einladung von Stadtwerke Lindau')
  await cem.shows('Noch einmal')
  await vera.press('Einladung zurücknehmen')
  await vera.shows('Die Einladung an Cem Çelik ist zurückgenommen.')
  await vera.shows('Im Takt')
  await cem.field('Passwort').fill(password)
  await cem.press('Konto anlegen und beitreten')
  await cem.shows('Die Einladung wurde zurückgenommen, ist abgelaufen')
  await vera.takeBack('Die Einladung an Cem Çelik ist zurückgenommen.')
  await vera.shows('Im Takt')
  assert.match(await fact(vera, 'Einladung').innerText(), /Eingeladen, gilt bis/)
  await cem.press('Konto anlegen und beitreten')
  await cem.heading('Mitglieder')
  await cem.close()
})

test('many are invited at once, those who have joined stay as they are', async () => {
  const c = await Cockpit.open(house)
  await c.signUp({ organisation: 'Bibliothek Lindau', given: 'Lea', surname: 'Lese', email: 'lea@bibliothek.example' })
  for (const [given, email] of [['Ida', 'ida@bibliothek.example'], ['Jan', 'jan@bibliothek.example']]) await add(c, { given, surname: 'Gast', email })
  await c.visit('Mitglieder')
  await c.row('Ida Gast').getByText('Nicht eingeladen').waitFor()
  for (const name of ['Lea Lese', 'Ida Gast', 'Jan Gast']) await c.choose(name)
  await c.press('Einladen')
  await c.dialog().getByText('Eine Person ist schon beigetreten.').waitFor()
  await clean(c)
  await c.dialog().getByRole('button', { name: '2 einladen' }).click()
  await c.shows('2 Mitglieder sind eingeladen.')
  for (const email of ['ida@bibliothek.example', 'jan@bibliothek.example']) await house.mail(email, (m) => /lädt Sie ein/.test(m.subject))
  await c.go('/members?invited=open')
  await c.row('Jan Gast').waitFor()
  assert.equal(await c.page.getByRole('row').filter({ hasText: 'Lea Lese' }).count(), 0)
  await clean(c)
  await c.close()
})

test('who comes with a list is invited at once, if one wants that', async () => {
  const c = await Cockpit.open(house, { size: phone })
  await c.signUp({ organisation: 'Chor Lindau', given: 'Carla', surname: 'Cis', email: 'carla@chor.example' })
  await c.go('/import')
  await c.page.locator('input[type=file]').setInputFiles({
    name: 'chor.csv', mimeType: 'text/csv', buffer: Buffer.from('Vorname;Nachname;E-Mail\nTim;Tenor;tim@chor.example\nJörg;Bass;jörg@chor.example\nCarla;Cis;carla@chor.example\n'),
  })
  await c.heading('chor.csv prüfen')
  await c.press('Was passiert')
  await c.dialog().getByLabel('Neue Mitglieder einladen').check()
  await clean(c)
  await c.dialog().getByRole('button', { name: 'Schließen', exact: true }).last().click()
  await c.page.locator('#imports-take').click()
  await c.shows(/chor\.csv ist übernommen/)
  await house.mail('tim@chor.example', (m) => /Chor Lindau lädt Sie ein/.test(m.subject))
  await c.go('/members?invited=none')
  await c.row('Jörg Bass').waitFor() // no mail can go to that address
  assert.equal(await c.page.getByRole('row').filter({ hasText: 'Tim Tenor' }).count(), 0)
  await c.close()
})
