// What stands around every page: navigation, the ways back, help, what is happening, the first steps.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
})
after(close)

test('a new organisation is led through its first steps, and they tick themselves', async () => {
  await c.signUp()
  await c.shows('Erste Schritte: 1 von 5')
  const steps = c.page.locator('.start-steps')
  await steps.getByText('Mitglieder dazuholen').waitFor()
  await c.visit('Verlauf')
  await c.visit('Mitglieder')
  await c.shows('Erste Schritte: 2 von 5')
  await c.go('/members/new')
  await c.heading('Mitglied anlegen')
  await c.page.locator('#new-givenName').fill('Anna')
  await c.page.locator('#new-surname').fill('Albrecht')
  await c.page.locator('#new-email').fill('anna@stadtwerke.example')
  await c.press('Anlegen')
  await c.visit('Mitglieder')
  await c.shows('Erste Schritte: 3 von 5')
  await c.page.getByText('Erste Schritte').click()
  await c.press('Nicht mehr zeigen')
  await c.hides(/Erste Schritte: \d/)
  await c.page.reload()
  await c.heading('Mitglieder')
  await c.settled()
  assert.equal(await c.page.locator('.start').count(), 0)
})

test('who wants no hints has none, on another device neither, and has them again', async () => {
  const founder = await Cockpit.open(house, { size: phone })
  const email = 'hanna.huber@stadtwerke.example'
  await founder.signUp({ organisation: 'Stadtwerke Kempten', email })
  await founder.shows(/Erste Schritte: \d/)
  const set = async (on) => {
    await founder.go('/profile')
    const saved = founder.page.waitForResponse((r) => r.url().endsWith('/v1/profile') && r.request().method() === 'PATCH')
    await founder.page.getByRole('switch', { name: 'Hinweise zeigen' }).setChecked(on)
    await saved
  }
  const language = 'Gilt für die Oberfläche auf allen Geräten'
  await founder.go('/profile')
  await founder.shows(language)
  await set(false)
  await founder.hides(language)
  assert.deepEqual([...await founder.axe(), ...await founder.sticksOut()], [])
  const other = await Cockpit.open(house, {})
  await other.go('/sign-in')
  await other.fill({ 'E-Mail-Adresse': email, Passwort: 'vier leise Lokomotiven' })
  await other.press('Anmelden')
  await other.heading('Mitglieder')
  await other.settled()
  assert.equal(await other.page.locator('.start').count(), 0)
  await other.page.locator('#help-open').waitFor() // what one asks for is explained
  await other.close()
  await set(true)
  await founder.shows(language)
  await founder.go('/members')
  await founder.shows(/Erste Schritte: \d/)
  await founder.close()
})

test('help explains the page one is on', async () => {
  await c.press('Hilfe zu dieser Seite')
  await c.dialog().getByText('Die Mitgliederliste').waitFor()
  await c.dialog().getByText('Suchen und filtern').click()
  await c.dialog().getByText(/«oehl» findet auch Öhlschläger/).waitFor()
  assert.deepEqual(await c.axe(), [])
  await c.page.keyboard.press('Escape')
  await c.page.locator('#help-open:focus').waitFor()
  await c.visit('Verlauf')
  await c.press('Hilfe zu dieser Seite')
  await c.dialog().getByText('Die Kette prüfen').waitFor()
  await c.page.keyboard.press('Escape')
})

test('what is happening can be read on every page, also after a reload', async () => {
  await c.close()
  c = await Cockpit.open(house)
  await c.demo()
  await c.press('Was gerade geschieht')
  await c.page.locator('#activity-panel').getByText(/Zurzeit ist da nichts|erledigt|bearbeitet/).first().waitFor()
  await c.page.keyboard.press('Escape')
})

test('the connection says since when', async () => {
  await c.page.locator('.state').click()
  await c.shows(/Zuletzt im Takt: \d/)
  await c.page.keyboard.press('Escape')
})

test('the way back leads to where one was', async () => {
  await c.visit('Verlauf')
  await c.settled()
  const main = c.page.locator('#main')
  const link = c.page.locator('#main a[href^="/members/"]').nth(24)
  await link.scrollIntoViewIfNeeded()
  const [top, href] = [await main.evaluate((m) => m.scrollTop), await link.getAttribute('href')]
  assert.ok(top > 0, 'the link should be below the fold')
  await link.focus()
  await c.page.keyboard.press('Enter')
  await c.page.waitForURL(/members\/[0-9A-Z]{26}/)
  await c.page.waitForFunction(() => document.activeElement?.id === 'page-title')
  await c.page.goBack()
  await c.heading('Verlauf')
  await c.page.waitForFunction((h) => document.activeElement === document.querySelectorAll('#main a[href^="/members/"]')[24] && document.activeElement.getAttribute('href') === h, href)
  await c.page.waitForFunction((t) => Math.abs(document.getElementById('main').scrollTop - t) < 60, top)
})

test('language and look are chosen in one’s own menu', async () => {
  await c.page.getByRole('button', { name: 'Konto und Einstellungen' }).click()
  await c.page.getByRole('menuitemradio', { name: 'Dunkles Aussehen' }).click()
  assert.equal(await c.page.locator('html').getAttribute('data-theme'), 'dark')
  await c.page.getByRole('button', { name: 'Konto und Einstellungen' }).click()
  await c.page.getByRole('menuitemradio', { name: 'English' }).click()
  await c.page.getByRole('navigation').getByRole('link', { name: 'Audit trail' }).first().waitFor()
  await c.page.getByRole('button', { name: 'Account and settings' }).click()
  await c.page.getByRole('menuitemradio', { name: 'Deutsch' }).click()
  await c.page.getByRole('navigation').getByRole('link', { name: 'Verlauf' }).first().waitFor()
})

test('nothing is lost at 320 px and at 200 %', async () => {
  const small = await Cockpit.open(house, { size: { ...phone, width: 320 }, state: await c.context.storageState() })
  for (const path of ['/members', '/audit', '/import', '/settings', '/profile', '/members/new', '/groups', '/tags', '/links', '/scheduled', '/birthdays', '/inbox']) {
    await small.go(path)
    await small.page.getByRole('heading', { level: 1 }).first().waitFor()
    await small.settled()
    assert.deepEqual([path, await small.sticksOut()], [path, []])
  }
  await small.close()
})
