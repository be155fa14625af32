// A temporary password, from the admin's side and from the person's: made, copied, passed on, replaced by one's own, and its address confirmed.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, vera, ben, first, given
const email = 'ben@people.example'
before(async () => {
  house = await House.open()
  vera = await Cockpit.open(house, { size: phone })
  await vera.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.origin })
  await vera.signUp()
  await vera.settled()
})
after(close)

const clean = async (c) => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
const own = 'drei stille Dampfloks', confirmed = 'fünf laute Draisinen'
const fill = async (c, given, surname, address) => {
  await c.page.locator('#new-givenName').fill(given)
  await c.page.locator('#new-surname').fill(surname)
  await c.page.locator('#new-email').fill(address)
}
const signIn = async (c, password) => {
  await c.go('/sign-in')
  await c.fill({ 'E-Mail-Adresse': email, Passwort: password })
  await c.press('Anmelden')
}
const fact = (c, name) => c.page.locator('.member-fact').filter({ has: c.page.getByText(name, { exact: true }) }).locator('dd')

test('a password is judged as it is typed', async () => {
  await vera.go('/members/new')
  await fill(vera, 'Ben', 'Öhler', email)
  await vera.page.locator('#new-way-password').check()
  await vera.page.locator('#new-password').fill('ben2026')
  await vera.shows('Sehr schwach')
  await clean(vera)
  await vera.press('Anlegen')
  await vera.shows(/mindestens 8 Zeichen/i)
  await vera.page.locator('#new-password').fill('benöhler1')
  await vera.shows(/besteht aus|Namen/i)
})

test('without a connection the form says why it waits', async () => {
  await vera.context.setOffline(true)
  await vera.shows('Ein vorläufiges Passwort braucht eine Verbindung: Nur der Server weiß, ob es die Adresse schon gibt.')
  assert.equal(await vera.page.locator('#new-create').getAttribute('aria-disabled'), 'true')
  await clean(vera)
  await vera.context.setOffline(false)
  await vera.page.locator('#new-create:not([aria-disabled=true])').waitFor()
})

test('one is made, shown once and copied', async () => {
  await vera.press('Passwort erzeugen')
  given = await vera.page.locator('#new-password').inputValue()
  assert.match(given, /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
  await vera.shows('Stark')
  await vera.press('Anlegen')
  await vera.heading('Ben Öhler kann sich anmelden')
  await vera.shows(given)
  await clean(vera)
  await vera.press('Beides kopieren')
  await vera.shows('E-Mail-Adresse und Passwort sind kopiert.')
  assert.equal(await vera.page.evaluate(() => navigator.clipboard.readText()), `E-Mail: ${email}\nPasswort: ${given}\n`)
  await vera.follow('Zur Person')
  await vera.heading('Ben Öhler')
  await vera.shows('Ausstehend')
  assert.match(await fact(vera, 'Einladung').innerText(), /^Vorläufiges Passwort bis /)
  await vera.shows('Vera Vogel hat Ben Öhler mit einem vorläufigen Passwort angelegt')
  await clean(vera)
})

test('the password lies nowhere on the device, and in no entry', async () => {
  const kept = await vera.page.evaluate(async () => {
    const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML]
    const { memberships: [here] } = await (await fetch('/v1/session')).json()
    for (const of of ['snapshot', 'entries']) all.push(await (await fetch(`/v1/tenants/${here.tenant}/${of}`)).text())
    return all.join('\n')
  })
  assert.ok(kept.includes(email) && !kept.includes(given))
})

test('who is known elsewhere is invited instead', async () => {
  const doris = await Cockpit.open(house)
  await doris.signUp({ organisation: 'Musikverein Lindau', given: 'Doris', surname: 'Dur', email: 'doris@verein.example' })
  await doris.go('/members/new')
  for (const address of [email, 'vera.vogel@stadtwerke.example']) {
    await fill(doris, 'Eine', 'Andere', address)
    await doris.page.locator('#new-way-password').check()
    await doris.press('Passwort erzeugen')
    await doris.press('Anlegen')
    await doris.shows('Für diese Adresse kann kein vorläufiges Passwort vergeben werden. Laden Sie die Person stattdessen per E-Mail ein.')
  }
  await clean(doris)
  await doris.press('Stattdessen einladen')
  await doris.press('Anlegen')
  await doris.shows('Eine Andere ist angelegt und eingeladen.')
  await doris.close()
})

test('with it one can choose another password, and do nothing else', async () => {
  ben = await Cockpit.open(house, { size: desk })
  await signIn(ben, given)
  await ben.heading('Ein eigenes Passwort wählen')
  await clean(ben)
  for (const path of ['/members', '/profile', '/organisations/new']) {
    await ben.go(path)
    await ben.heading('Ein eigenes Passwort wählen')
  }
  await ben.field('Neues Passwort').fill(given)
  await ben.press('Passwort setzen')
  await ben.shows('Das ist das vorläufige Passwort. Bitte ein anderes wählen, das nur Sie kennen.')
  await clean(ben)
  await ben.field('Neues Passwort').fill(own)
  await ben.press('Passwort setzen')
  await ben.shows(`Ihr Passwort gilt. Bitte bestätigen Sie noch Ihre Adresse: Die E-Mail geht an ${email}.`)
  await ben.go('/members')
  await ben.heading('Mitglieder')
  await ben.shows('Vera Vogel')
})

test('the address is still to be confirmed, and the mail comes again', async () => {
  await ben.go('/profile')
  await ben.shows('Ihre E-Mail-Adresse ist noch nicht bestätigt')
  await clean(ben)
  first = await house.link(email, '/reset')
  await ben.press('E-Mail erneut senden')
  await ben.shows(`Die E-Mail ist unterwegs an ${email}.`)
})

test('confirming it ends all that was before', async () => {
  await house.mail(email, (m) => m.subject === 'Bitte bestätigen Sie Ihre E-Mail-Adresse')
  const other = await Cockpit.open(house, { size: phone })
  await other.page.goto(await house.link(email, '/reset', first))
  await other.field('Neues Passwort').fill(confirmed)
  await other.press('Passwort setzen')
  await other.heading('Das neue Passwort gilt')
  await signIn(other, own)
  await other.shows(/stimmt nicht/)
  await signIn(other, confirmed)
  await other.heading('Mitglieder')
  await other.go('/profile')
  await other.heading('Profil')
  await other.hides('Ihre E-Mail-Adresse ist noch nicht bestätigt')
  assert.equal(await ben.page.evaluate(async () => (await fetch('/v1/session')).status), 204)
  await vera.member('Ben Öhler')
  await vera.shows('Aktiv')
  await vera.shows('Ben Öhler hat die eigene Adresse bestätigt')
  await other.close()
})
