// Somebody is congratulated in the app, finds it in their own profile, and it can be taken back.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c, their, name
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: desk })
  await c.demo()
  await c.settled()
  their = await Cockpit.open(house, { size: phone })
  await their.as('user')
  name = await their.page.evaluate(async () => { const s = await (await fetch('/v1/session')).json(); return `${s.givenName} ${s.surname}` })
})
after(close)

const clean = async (on) => assert.deepEqual([...await on.axe(), ...await on.sticksOut()], [])
const now = new Date()
const today = `1990-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
const words = (on) => on.dialog().getByLabel('Ihr Glückwunsch')
const row = (on) => on.page.locator('.birthdays-list li').filter({ hasText: name })
const inApp = async (on) => {
  await on.go('/birthdays')
  await on.page.getByRole('button', { name: `${name} gratulieren` }).click()
  await on.page.getByRole('menuitem', { name: 'In der App …' }).click()
}
const card = () => their.page.locator('#greetings')

test('a member has their birthday today, and nobody has congratulated yet', async () => {
  await c.edit(name, { birthday: today })
  await their.go('/profile')
  await their.heading('Profil')
  await their.settled()
  assert.equal(await card().count(), 0)
})

test('they are congratulated in their language, without a connection, and by mail as before', async () => {
  await c.go('/birthdays')
  await c.page.getByRole('button', { name: `${name} gratulieren` }).press('Enter')
  assert.match(await c.page.getByRole('menuitem', { name: 'Per E-Mail' }).getAttribute('href'), /^mailto:.*herzlichen/)
  await clean(c)
  await c.context.setOffline(true)
  await c.page.getByRole('menuitem', { name: 'In der App …' }).press('Enter')
  assert.match(await words(c).inputValue(), new RegExp(`^Hallo ${name.split(' ')[0]},`))
  await words(c).fill('')
  await c.dialog().getByRole('button', { name: 'Senden' }).click()
  await c.dialog().getByText('Bitte 1 bis 1.000 Zeichen.').waitFor()
  await clean(c)
  await words(c).fill('x'.repeat(1005))
  await c.dialog().getByText('Noch 0 Zeichen').waitFor()
  await words(c).fill('Alles Gute,\nund bis morgen')
  await c.dialog().getByRole('button', { name: 'Senden' }).click()
  await c.shows(`Sie haben ${name} gratuliert.`)
  await row(c).getByText('Gratuliert', { exact: true }).waitFor()
  assert.equal(await c.page.evaluate(() => document.activeElement.textContent), name)
  await clean(c)
  await c.context.setOffline(false)
  await c.shows('Im Takt')
})

test('they find it in their profile and are told by mail', async () => {
  await card().getByText('Marlene Seidel').waitFor()
  assert.equal(await card().locator('p.member-text').innerText(), 'Alles Gute,\nund bis morgen')
  await clean(their)
  assert.equal(await their.page.getByLabel('Glückwünsche an mich').inputValue(), 'both')
})

test('it is taken back, and gone there', async () => {
  await c.takeBack(`Sie haben ${name} gratuliert.`)
  await row(c).getByRole('button', { name: `${name} gratulieren` }).waitFor()
  await card().waitFor({ state: 'detached' })
})

test('on a phone as well, and the trail tells it', async () => {
  const p = await Cockpit.open(house, { size: phone })
  await p.demo()
  await p.settled()
  await inApp(p)
  await clean(p)
  await p.dialog().getByRole('button', { name: 'Senden' }).click()
  await row(p).getByText('Gratuliert', { exact: true }).waitFor()
  await clean(p)
  await card().getByText('herzlichen Glückwunsch').waitFor()
  await p.go('/audit')
  await p.shows(`Marlene Seidel hat ${name} zum Geburtstag gratuliert`)
  await p.close()
})
