// The lock of a device: a PIN or a passkey, asked for when the app is opened and after nobody used it for a while.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone } from './cockpit.mjs'
import { House, close } from './house.mjs'

let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.settled()
  await c.installed()
  await c.shows('Im Takt')
})
after(close)

const locked = (title = 'Gesperrt') => c.heading(title)
const pin = async (digits) => {
  await c.field('PIN').fill(digits)
  await c.press('Öffnen')
}
const clean = async () => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
const settings = async () => {
  await c.go('/profile')
  await c.page.locator('#lock').waitFor({ state: 'attached' })
}

test('a PIN is set up, and nothing can be seen without it', async () => {
  await settings()
  await c.shows('Dieses Gerät ist nicht gesperrt.')
  await c.fill({ 'Neue PIN': '123456', 'Neue PIN noch einmal': '123456' })
  await c.press('PIN einrichten')
  await c.shows('Diese PIN errät man sofort.')
  await c.fill({ 'Neue PIN': '248013', 'Neue PIN noch einmal': '248031' })
  await c.press('PIN einrichten')
  await c.shows('Das ist nicht dieselbe PIN.')
  await c.fill({ 'Neue PIN noch einmal': '248013' })
  await c.press('PIN einrichten')
  await c.shows('Gesperrt mit einer PIN.')
  await clean()
})

test('the app asks for it when it is opened, also without a connection, and what waits is sent then', async () => {
  await c.go('/members')
  await locked()
  await pin('248013')
  await c.settled()
  await house.kill()
  await c.act('Sabine Arslan', 'Deaktivieren')
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor()
  await c.fresh()
  await c.go('/members?q=Arslan')
  await locked()
  assert.equal(await c.page.getByText('Arslan').and(c.page.locator(':visible')).count(), 0)
  await clean()
  await pin('999999')
  await c.shows('Das ist nicht die PIN dieses Geräts.')
  await pin('248013')
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor()
  await house.start()
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor({ state: 'detached' })
  await c.row('Sabine Arslan').filter({ hasText: 'Deaktiviert' }).waitFor()
})

test('nobody uses it for a while: it locks, and what was being typed is there afterwards', async () => {
  await c.go('/members/new')
  await locked()
  await pin('248013')
  await c.heading('Mitglied anlegen')
  await c.page.locator('#new-givenName').fill('Frieda')
  // an hour later nobody has touched anything, and somebody looks
  await c.page.evaluate(() => {
    window.stellwerkIdle = () => 3600
    dispatchEvent(new Event('focus'))
  })
  await locked()
  assert.equal(await c.page.locator('#new-givenName').isVisible(), false)
  await c.page.evaluate(() => { window.stellwerkIdle = () => 0 })
  await pin('248013')
  await c.heading('Mitglied anlegen')
  assert.equal(await c.page.locator('#new-givenName').inputValue(), 'Frieda')
  await c.page.locator('#new-givenName').fill('')
})

test('tabs lock together, and one PIN opens them all', async () => {
  const first = c.page
  c.page = await c.context.newPage()
  await c.go('/members')
  await locked()
  await pin('248013')
  await c.heading('Mitglieder')
  await c.settled()
  await c.press(/Konto und Einstellungen/)
  await c.page.getByRole('menuitem', { name: 'Jetzt sperren' }).click()
  await locked()
  await first.getByRole('heading', { level: 1, name: 'Gesperrt' }).waitFor()
  await pin('248013')
  await c.heading('Mitglieder')
  await first.getByRole('heading', { level: 1, name: 'Mitglied anlegen' }).waitFor()
  await c.page.close()
  c.page = first
})

test('the PIN is changed and taken away', async () => {
  await settings()
  await pin('248013')
  await c.fill({ 'Jetzige PIN': '111111', 'Neue PIN': '579024', 'Neue PIN noch einmal': '579024' })
  await c.press('PIN ändern')
  await c.shows('Das ist nicht die PIN dieses Geräts.')
  await c.fill({ 'Jetzige PIN': '248013' })
  await c.press('PIN ändern')
  await c.shows('Dieses Gerät sperrt sich jetzt selbst.')
  await c.fill({ 'Jetzige PIN': '579024' })
  await c.press('Sperre aufheben')
  await c.shows('Dieses Gerät ist nicht gesperrt.')
  await c.go('/members')
  await c.heading('Mitglieder')
})

test('a passkey locks as well', async () => {
  const cdp = await c.context.newCDPSession(c.page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasUserVerification: true, isUserVerified: true, hasResidentKey: true, hasPrf: true, automaticPresenceSimulation: true,
  } })
  await settings()
  await c.press('Passkey einrichten')
  await c.shows('Gesperrt mit einem Passkey.')
  await c.go('/members')
  await locked()
  await clean()
  await c.press('Mit Passkey öffnen')
  await c.heading('Mitglieder')
  await c.row('Sabine Arslan').or(c.row('Holger Abel')).first().waitFor()
})

test('who can’t get in any more signs out, and nothing is left on the device', async () => {
  await c.go('/members')
  await locked()
  await c.page.getByText('Kommen Sie nicht mehr hinein?').click()
  await c.press('Abmelden und alles hier löschen')
  await c.heading(/Anmelden|Willkommen/)
  assert.deepEqual((await c.page.evaluate(() => indexedDB.databases())).filter((d) => d.name.startsWith('stellwerk/')), [])
})
