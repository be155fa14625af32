// Another address to sign in by: asked for, told to the one there is, taken back, confirmed, and what becomes of other devices.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, vera, other
const was = 'vera.vogel@stadtwerke.example', is = 'vera@people.example', password = 'vier leise Lokomotiven'
before(async () => {
  house = await House.open()
  vera = await Cockpit.open(house, { size: phone })
  await vera.signUp()
  await vera.settled()
  other = await Cockpit.open(house, { size: desk })
  await signIn(other, was)
  await other.heading('Mitglieder')
})
after(close)

const clean = async (c) => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
const signIn = async (c, email) => {
  await c.go('/sign-in')
  await c.fill({ 'E-Mail-Adresse': email, Passwort: password })
  await c.press('Anmelden')
}
const ask = async (email, with_ = password) => {
  await vera.page.locator('#move-email').fill(email)
  await vera.page.locator('#move-password').fill(with_)
  await vera.press('Adresse ändern')
}

test('it needs the password, and an address', async () => {
  await vera.go('/profile')
  await ask('vera', '')
  await vera.shows('2 Angaben')
  await ask(is, 'nicht das Passwort')
  await vera.shows('Das ist nicht Ihr jetziges Passwort.')
  await clean(vera)
  await ask(was)
  await vera.shows('Mit dieser Adresse melden Sie sich schon an.')
})

test('it waits, is told to the address there is, and is taken back', async () => {
  await ask(is)
  await vera.shows(`${is} wartet auf Ihre Bestätigung`)
  await clean(vera)
  await house.mail(was, (m) => m.subject === 'Ihre Adresse zum Anmelden soll sich ändern')
  const link = await house.link(is, '/email')
  await vera.press('Zurücknehmen')
  await vera.shows(`Es bleibt bei ${was}.`)
  await vera.page.goto(link)
  await vera.heading('Die Adresse ist nicht geändert')
  await clean(vera)
})

test('who is not signed in signs in first, then confirms', async () => {
  await vera.go('/profile')
  const first = await house.link(is, '/email')
  await ask(is)
  await vera.shows(`${is} wartet auf Ihre Bestätigung`)
  const fresh = await Cockpit.open(house, { size: phone })
  await fresh.page.goto(await house.link(is, '/email', first))
  await fresh.fill({ 'E-Mail-Adresse': was, Passwort: password })
  await fresh.press('Anmelden')
  await fresh.heading(`Künftig mit ${is} anmelden?`)
  await clean(fresh)
  await fresh.press('Adresse bestätigen')
  await fresh.heading('Die neue Adresse gilt')
  await clean(fresh)
  await fresh.follow('Zum Profil')
  await fresh.shows(`Ihr Konto: ${is}.`)
  assert.equal(await other.page.evaluate(async () => (await fetch('/v1/session')).status), 204)
  await fresh.close()
  const again = await Cockpit.open(house)
  await signIn(again, was)
  await again.shows(/stimmt nicht/)
  await signIn(again, is)
  await again.heading('Mitglieder')
  await again.close()
})
