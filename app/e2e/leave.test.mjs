// Somebody deletes their own profile: by a link in a mail, with a reason; what the admins see, and how one comes back.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, vera, ben
const email = 'ben@people.example', password = 'drei stille Dampfloks'
before(async () => {
  house = await House.open()
  vera = await Cockpit.open(house, { size: desk })
  await vera.signUp()
  await vera.settled()
  await vera.go('/members/new')
  for (const [name, value] of Object.entries({ givenName: 'Ben', surname: 'Öhler', email })) await vera.page.locator(`#new-${name}`).fill(value)
  await vera.page.locator('#new-way-invite').check()
  await vera.press('Anlegen')
  ben = await Cockpit.open(house, { size: phone })
  await ben.page.goto(await house.link(email, '/invitation'))
  await ben.field('Passwort').fill(password)
  await ben.press('Konto anlegen und beitreten')
  await ben.heading('Mitglieder')
})
after(close)

const clean = async (c) => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])

test('the owner is told what to do first', async () => {
  await vera.go('/profile')
  await vera.shows(/^Sie führen diese Organisation/)
  assert.equal(await vera.page.locator('#leave-own-password').count(), 0)
})

test('a link comes by mail, and opening it does nothing', async () => {
  await ben.go('/profile')
  await ben.page.locator('#leave-own-password').fill('nicht das Passwort')
  await ben.press('Link zum Löschen anfordern')
  await ben.shows('Das ist nicht Ihr jetziges Passwort.')
  await clean(ben)
  await ben.page.locator('#leave-own-password').fill(password)
  await ben.press('Link zum Löschen anfordern')
  await ben.shows(/^Eine E-Mail ist unterwegs an/)
  await house.mail(email, (m) => m.subject === 'Ihr Profil löschen')
  await ben.page.goto(await house.link(email, '/leave'))
  await ben.heading('Ihr Profil bei Stadtwerke Lindau löschen?')
  await ben.shows('Ihr Konto wird dabei gelöscht, denn es gehört zu keiner anderen Organisation.')
  await clean(ben)
  await vera.member('Ben Öhler')
  await vera.shows('Aktiv')
})

test('confirming it deletes profile and account, and leaves nothing here', async () => {
  await ben.page.locator('#leaving-reason').fill('Ich ziehe um.')
  await ben.page.locator('#leaving-confirm').click()
  await ben.shows('Ihr Profil und Ihr Konto sind gelöscht.')
  assert.equal(await ben.page.evaluate(async () => (await fetch('/v1/session')).status), 204)
  await ben.go('/sign-in')
  await ben.fill({ 'E-Mail-Adresse': email, Passwort: password })
  await ben.press('Anmelden')
  await ben.shows(/stimmt nicht/)
})

test('the admins see it, with the reason', async () => {
  await vera.go('/members')
  await vera.shows('Vera Vogel')
  await vera.page.getByText('Ben Öhler').first().waitFor({ state: 'detached' })
  await vera.go('/audit')
  await vera.shows('Ben Öhler hat das eigene Profil gelöscht')
  await vera.shows('Ben Öhler steht deshalb nicht mehr im Verzeichnis')
  await vera.page.getByText('Ben Öhler hat das eigene Profil gelöscht').first().click()
  await vera.shows(/Ich ziehe um\./)
  await clean(vera)
})
