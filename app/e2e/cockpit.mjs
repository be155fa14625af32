// The cockpit as a person sees it: names, labels and visible words. Waiting is for what a person would wait for.
import { chromium } from 'playwright-core'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const patience = Number(process.env.PATIENCE ?? 15) * 1000 // milliseconds until what is waited for counts as missing
export const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

// What hangs fails: no file of tests needs longer than this, also on a slow machine.
setTimeout(() => {
  console.error('the tests of this file have not ended within 15 minutes')
  process.exit(1)
}, 15 * 60_000).unref()

let browser
export async function launch() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args,
  })
  return browser
}
export async function quit() {
  await browser?.close()
  browser = undefined
}

export const desk = { width: 1280, height: 900 }
export const phone = { width: 360, height: 740 }

export class Cockpit {
  static async open(house, { size = desk, locale = 'de-DE', dark = false, state, serviceWorkers = 'allow', javaScriptEnabled = true } = {}) {
    const c = new Cockpit()
    c.house = house
    c.context = await (await launch()).newContext({
      locale, viewport: size, hasTouch: size === phone, isMobile: size === phone, colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce', acceptDownloads: true, storageState: state, serviceWorkers, javaScriptEnabled,
    })
    c.context.setDefaultTimeout(patience)
    c.complaints = []
    await c.fresh()
    return c
  }

  // fresh goes on in a new page of the same browser.
  async fresh() {
    await this.page?.close()
    this.page = await this.context.newPage()
    this.page.on('pageerror', (e) => this.complaints.push(`page: ${e}`))
    this.page.on('console', (m) => {
      // A browser reports every refusal and every lost connection by itself; those are told to the person by the page.
      if (m.type() === 'error' && !/Failed to load resource|net::ERR_/.test(m.text())) this.complaints.push(`console: ${m.text()}`)
    })
  }

  async close() {
    await this.context.close()
    assert.deepEqual(this.complaints, [], 'the browser complained')
  }

  async go(path) {
    await this.page.goto(this.house.origin + path)
  }

  field(label) {
    return this.page.getByLabel(label, { exact: true })
  }
  async fill(fields) {
    for (const [label, value] of Object.entries(fields)) await this.field(label).fill(value)
  }
  async press(name) {
    await this.page.getByRole('button', { name, exact: typeof name === 'string' }).and(this.page.locator(':visible')).first().click()
  }
  async follow(name) {
    await this.page.getByRole('link', { name, exact: typeof name === 'string' }).and(this.page.locator(':visible')).first().click()
  }
  async visit(name) {
    await this.page.getByRole('navigation').getByRole('link', { name }).and(this.page.locator(':visible')).first().click()
    await this.heading(name)
  }
  async heading(name) {
    await this.page.getByRole('heading', { level: 1, name }).waitFor()
  }
  async shows(text) {
    await this.page.getByText(text).and(this.page.locator(':visible')).first().waitFor()
  }
  async hides(text) {
    await this.page.getByText(text).and(this.page.locator(':visible')).first().waitFor({ state: 'hidden' })
  }
  row(name) {
    return this.page.getByRole('row').filter({ hasText: name }).first()
  }
  // choose ticks a row of a list, as one does with the pointer.
  async choose(name) {
    await this.row(name).locator('[data-act=select]').first().click()
    await this.page.locator('[role=row][aria-selected=true]').filter({ hasText: name }).first().waitFor()
  }
  // act finds somebody in the list and does something from the menu of their row.
  async act(name, deed) {
    await this.page.getByRole('searchbox').fill(name)
    await this.row(name).getByRole('button', { name: `Aktionen für ${name}` }).click()
    await this.page.getByRole('menuitem', { name: deed }).click()
  }
  // takeBack presses undo in the notice that says what happened.
  async takeBack(said) {
    await this.page.locator('.notice').filter({ hasText: said }).getByRole('button', { name: 'Rückgängig' }).click()
  }
  dialog() {
    return this.page.getByRole('dialog')
  }

  // signUp founds an organisation and confirms it by the mail.
  async signUp({ organisation = 'Stadtwerke Lindau', given = 'Vera', surname = 'Vogel', email = 'vera.vogel@stadtwerke.example', password = 'vier leise Lokomotiven' } = {}) {
    await this.go('/sign-up')
    await this.fill({ 'Name der Organisation': organisation, Vorname: given, Nachname: surname, 'E-Mail-Adresse': email, Passwort: password })
    await this.press('Organisation anlegen')
    await this.heading('Bitte bestätigen Sie Ihre Adresse')
    const mail = await this.house.mail(email)
    await this.page.goto(mail.links.find((l) => l.includes('/confirm')))
    await this.heading('Mitglieder')
  }

  async demo(name = 'Demo öffnen') {
    await this.go('/sign-in')
    await this.press(name)
    await this.page.getByRole('heading', { level: 1 }).filter({ hasText: /Mitglieder|Members/ }).waitFor()
  }

  // speak sets the language of one's own profile.
  async speak(language) {
    await this.go('/profile')
    await this.page.locator('#you-language').getByLabel(language, { exact: true }).check()
    await this.page.locator('form').filter({ has: this.page.locator('#you-language') }).locator('[type=submit]').click()
    await this.page.getByText(/Ihr Profil ist gespeichert|Your profile is saved/).waitFor()
  }

  // installed waits until the service worker has all that the app needs without a connection.
  async installed() {
    await this.page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active)
  }

  // kept waits until all that was done lies on the device: the page may be closed.
  async kept() {
    await this.page.waitForFunction(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))
  }

  // settled waits until nothing is being loaded any more.
  async settled() {
    await this.page.waitForLoadState('networkidle')
    await this.page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' })
  }

  // axe says what people with assistive technology would trip over.
  async axe() {
    await this.page.evaluate(axeSource)
    const { violations } = await this.page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(' | ')}`)
  }

  // sticksOut says whether something is wider than the screen.
  async sticksOut() {
    const [inner, wide] = await this.page.evaluate(() => [innerWidth, document.documentElement.scrollWidth])
    return wide <= inner ? [] : [`the page is ${wide} px wide on a screen of ${inner} px`]
  }
}
