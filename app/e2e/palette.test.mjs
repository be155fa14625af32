// The palette and the shortcuts, as somebody uses them who keeps their hands on the keyboard, or has only a thumb.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house
before(async () => {
  house = await House.open()
})
after(close)

// Palette is what the open palette shows.
class Palette {
  constructor(c) {
    this.page = c.page
    this.box = c.page.getByRole('dialog', { name: 'Suchen und ausführen' })
    this.line = this.box.getByRole('combobox')
  }
  async open() {
    await this.page.keyboard.press('Control+k')
    await this.there()
  }
  async there() {
    await this.line.waitFor()
    await this.page.waitForFunction(() => document.activeElement?.id === 'palette-input')
  }
  async gone() {
    await this.line.waitFor({ state: 'detached' })
  }
  option(text) {
    return this.box.getByRole('option').filter({ hasText: text }).first()
  }
  // chosen waits until Enter would take the option with this text.
  async chosen(text) {
    await this.box.locator('[role=option][aria-selected=true]').filter({ hasText: text }).waitFor()
    const id = await this.line.getAttribute('aria-activedescendant')
    assert.match(await this.page.locator(`[id="${id}"]`).textContent(), new RegExp(text), 'what is said to be chosen is what is shown so')
  }
  async type(text) {
    await this.line.fill('')
    await this.line.pressSequentially(text)
  }
  async press(...keys) {
    for (const k of keys) await this.page.keyboard.press(k)
  }
}

const focused = (c) => c.page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName)

test('a person is found however the name is typed, opened, deactivated and reactivated without the pointer', async () => {
  const c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
  await c.page.locator('#members-search').focus()
  const p = new Palette(c)
  await p.open()
  await p.box.getByText('Seiten', { exact: true }).waitFor()
  assert.deepEqual(await c.axe(), [])
  for (const typed of ['zöllner antje', 'zoellner', 'ZOLLNER an', 'antje zö']) {
    await p.type(typed)
    await p.chosen('Antje Zöllner')
  }
  assert.equal(await p.option('Antje Zöllner').getByText('Aktiv').count(), 1, 'where somebody stands is said in words')
  assert.ok(await p.option('Antje Zöllner').locator('mark').first().isVisible())
  assert.deepEqual(await c.axe(), [])
  await p.press('ArrowRight')
  await p.option('Deaktivieren').waitFor()
  assert.deepEqual(await c.axe(), [])
  await p.press('ArrowLeft')
  await p.type('antje zö')
  await p.chosen('Antje Zöllner')
  await p.press('ArrowRight')
  await p.type('deak')
  await p.chosen('Deaktivieren')
  await p.press('Enter')
  await p.gone()
  assert.equal(await focused(c), 'members-search', 'the focus is where it was')
  await c.takeBack('Antje Zöllner')
  await c.shows('Zurückgenommen.')

  await p.open()
  await p.option('Antje Zöllner').waitFor() // used last
  await p.type('deaktivieren')
  await p.chosen('Mitglied deaktivieren')
  await p.press('Enter')
  await p.type('muel')
  await p.press('ArrowDown', 'ArrowUp', 'End', 'Home')
  await p.box.locator('[role=option][aria-selected=true]').first().waitFor()
  await p.press('Escape')
  await p.gone()

  await p.open()
  await p.type('antje zoe')
  await p.chosen('Antje Zöllner')
  await p.press('Enter')
  await c.heading('Antje Zöllner')
  await c.close()
})

test('pages, deeds and settings are found; nothing found says what to do next', async () => {
  const c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
  const p = new Palette(c)
  for (const [typed, option, heading, focus] of [
    ['protokoll', 'Verlauf', 'Verlauf', 'page-title'],
    ['eckdaten', 'Eckdaten', 'Organisation', 'facts'],
    ['stammdaten', 'Stammdaten', 'Organisation', 'master'],
    ['leitstelle', 'Leitstelle', 'Leitstelle', 'page-title'],
    ['passwort', 'Passwort ändern', 'Profil', 'password'],
    ['aussehen', 'Aussehen', 'Profil', 'look'],
    ['umbenennen', 'Organisation umbenennen', 'Organisation', 'rename-name'],
  ]) {
    await p.open()
    await p.type(typed)
    await p.option(option).click()
    await c.heading(heading)
    await c.page.waitForFunction((id) => document.activeElement?.id === id, focus).catch(() => {})
    assert.equal(await focused(c), focus, typed)
  }
  await p.open()
  await p.type('dunkles')
  await p.chosen('Dunkles Aussehen')
  await p.press('Enter')
  await c.page.locator('html[data-theme=dark]').waitFor()
  await p.open()
  await p.type('xyzxyz')
  await p.box.getByRole('heading', { name: 'Dazu findet sich nichts' }).waitFor()
  await p.chosen('Mitglied anlegen')
  assert.deepEqual(await c.axe(), [])
  await p.type('unversehrt')
  await p.press('Enter')
  await c.page.getByRole('dialog').getByText(/Einträge|Eintrag/).first().waitFor()
  await c.close()
})

test('what is done without a connection waits, as everywhere', async () => {
  const c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
  await c.context.setOffline(true)
  const p = new Palette(c)
  await p.open()
  await p.type('antje zö')
  await p.chosen('Antje Zöllner')
  await p.press('ArrowRight')
  await p.type('deak')
  await p.chosen('Deaktivieren')
  await p.press('Enter')
  await c.takeBack('Antje Zöllner')
  await c.shows('Zurückgenommen.')
  await p.open()
  await p.type('profil')
  await p.chosen('Profil')
  await p.press('Enter')
  await c.heading('Profil')
  await c.context.setOffline(false)
  await c.shows('Im Takt') // what was done and taken back has reached the server
  await c.close()
})

test('keys lead to pages, never while somebody writes, and can be switched off', async () => {
  const c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
  const keys = async (...all) => {
    for (const k of all) await c.page.keyboard.press(k)
  }
  for (const [letter, heading] of [['o', 'Organisation'], ['v', 'Verlauf'], ['i', 'Liste importieren'], ['p', 'Profil'], ['m', 'Mitglieder']]) {
    await keys('g', letter)
    await c.heading(heading)
  }
  await keys('/')
  assert.equal(await focused(c), 'members-search')
  await keys('g', 'p', '?')
  assert.equal(await c.page.locator('#members-search').inputValue(), 'gp?', 'what is written is written')
  await c.page.locator('#members-search').fill('')
  await c.page.locator('#page-title').focus()
  await keys('n')
  await c.heading('Mitglied anlegen')
  await c.page.locator('#page-title').focus()
  await keys('?')
  const help = c.page.getByRole('dialog', { name: 'Tastenkürzel' })
  await help.getByText('Strg').first().waitFor()
  assert.deepEqual(await c.axe(), [])
  await help.getByLabel('Kürzel aus einzelnen Tasten').uncheck()
  await keys('Escape')
  await help.waitFor({ state: 'hidden' })
  await c.page.locator('#page-title').focus()
  await keys('?', 'g', 'm')
  const p = new Palette(c)
  await p.open() // Ctrl+K goes on working
  assert.equal(await help.isVisible(), false)
  assert.equal(new URL(c.page.url()).pathname, '/members/new', 'single keys do nothing any more')
  await p.type('tastenk')
  await p.chosen('Tastenkürzel anzeigen')
  await p.press('Enter')
  await help.getByLabel('Kürzel aus einzelnen Tasten').check()
  await keys('Escape')
  await help.waitFor({ state: 'hidden' })
  await c.page.locator('#page-title').focus()
  await keys('g', 'm')
  await c.heading('Mitglieder')
  await c.close()
})

test('on the phone it is a sheet that a thumb can use', async () => {
  const c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.settled()
  await c.press('Suchen')
  const p = new Palette(c)
  await p.there()
  await p.type('antje zö')
  await p.chosen('Antje Zöllner')
  assert.deepEqual([...(await c.axe()), ...(await c.sticksOut())], [])
  const box = await p.box.boundingBox()
  assert.deepEqual([box.width, box.height], [phone.width, phone.height], 'a sheet as large as the screen')
  const small = await p.box.locator('button, [role=option], [data-more]').evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).filter((r) => r.height && (r.height < 44 || r.width < 44)).length)
  assert.equal(small, 0, 'targets of less than 44 px')
  await p.option('Antje Zöllner').locator('[data-more]').click()
  await p.option('Bearbeiten').waitFor()
  assert.deepEqual([...(await c.axe()), ...(await c.sticksOut())], [])
  await p.option('Bearbeiten').click()
  await c.page.waitForFunction(() => document.activeElement?.id === 'edit-givenName')
  await c.press('Suchen')
  await p.there()
  await p.box.getByRole('button', { name: 'Schließen' }).click()
  await p.gone()
  await c.close()
})
