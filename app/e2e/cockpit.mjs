// The cockpit as a person sees it: names, labels and visible words. Waiting is for what a person would wait for.
import { chromium } from 'playwright-core'
import assert from 'node:assert/strict'
import { appendFileSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterEach } from 'node:test'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const patience = Number(process.env.PATIENCE ?? 15) * 1000 // milliseconds until what is waited for counts as missing
export const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

// What hangs fails: no file of tests needs longer than this, also on a slow machine.
const limit = process.argv[1]?.endsWith('.test.mjs') ? 15 : 60 // minutes; pictures of everything take longer than tests
setTimeout(() => {
  console.error(`this file has not ended within ${limit} minutes`)
  process.exit(1)
}, limit * 60_000).unref()

let executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

// withoutWindows lets a file of tests do with the Chromium that has no windows, which is quicker: those that look at pages, and need neither push nor
// Background Sync, nor a browser that is started again.
export function withoutWindows() {
  executablePath = process.env.CHROMIUM_SHELL || executablePath
}

let browser
export async function launch() {
  browser ??= await chromium.launch({ executablePath, args })
  return browser
}
export async function quit() {
  await browser?.close()
  browser = undefined
}

export const desk = { width: 1280, height: 900 }
export const phone = { width: 360, height: 740 }

// dayThere is the day, 2006-01-02, that it is in so many days where the organisations of the tests are: around midnight not the browser's.
export const dayThere = (days) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date(Date.now() + days * 864e5))

const how = ({ size, locale, dark }) => ({
  locale, viewport: size, hasTouch: size === phone, isMobile: size === phone, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', acceptDownloads: true,
})

// Traffic knows whether a page is loading something.
class Traffic {
  constructor(page) {
    this.under = new Set()
    this.ended = () => {}
    page.on('request', (r) => this.under.add(r))
    for (const end of ['requestfinished', 'requestfailed']) {
      page.on(end, (r) => {
        this.under.delete(r)
        this.ended()
      })
    }
  }

  // quiet waits until nothing has been under way for 200 ms.
  async quiet() {
    let calm
    try {
      await new Promise((quiet, fail) => {
        const late = setTimeout(() => fail(new Error(`still loading: ${[...this.under].map((r) => r.url()).join(' ')}`)), patience)
        this.ended = () => {
          clearTimeout(calm)
          calm = setTimeout(() => {
            if (this.under.size) return
            clearTimeout(late)
            quiet()
          }, 200)
        }
        this.ended()
      })
    } finally {
      clearTimeout(calm)
      this.ended = () => {}
    }
  }
}

export class Cockpit {
  static opened = new Set()

  static async open(house, { size = desk, locale = 'de-DE', dark = false, state, serviceWorkers = 'allow', javaScriptEnabled = true } = {}) {
    const c = new Cockpit()
    Cockpit.opened.add(c)
    c.house = house
    c.complaints = []
    await c.use(await (await launch()).newContext({ ...how({ size, locale, dark }), storageState: state, serviceWorkers, javaScriptEnabled }))
    return c
  }

  // device opens a browser of its own, whose data lie in a directory and outlive a restart. Its clock is ahead of the real one by so many
  // milliseconds.
  static async device(house, profile, { size = desk, locale = 'de-DE', dark = false, ahead = 0 } = {}) {
    const c = new Cockpit()
    Cockpit.opened.add(c)
    c.house = house
    c.complaints = []
    c.start = () => chromium.launchPersistentContext(profile, { executablePath, args, ...how({ size, locale, dark }) })
    await c.use(await c.start(), { ahead })
    return c
  }

  // restart ends the browser of a device and starts it again.
  async restart({ offline = false, ahead = 0 } = {}) {
    await this.context.close()
    this.page = undefined
    await this.use(await this.start(), { offline, ahead })
  }

  async use(context, { offline = false, ahead = 0 } = {}) {
    this.context = context
    context.setDefaultTimeout(patience)
    await context.setOffline(offline)
    if (ahead) await this.ahead(ahead)
    await this.fresh()
  }

  // ahead sets the clock of the pages that are opened from now on forward, or back.
  async ahead(ms) {
    await this.context.addInitScript((ms) => {
      const Real = Date
      globalThis.Date = class Date extends Real {
        constructor(...at) {
          at.length ? super(...at) : super(Real.now() + ms)
        }
        static now() {
          return Real.now() + ms
        }
      }
    }, ms)
  }

  // fresh goes on in a new page of the same browser.
  async fresh() {
    await this.page?.close()
    this.page = await this.context.newPage()
    this.traffic = new Traffic(this.page)
    this.page.on('filechooser', () => {}) // the browser begins to ask us some time after one has begun to listen
    this.page.on('pageerror', (e) => this.complaints.push(`page: ${e}`))
    this.page.on('console', (m) => {
      // A browser reports every refusal and every lost connection by itself; those are told to the person by the page.
      if (m.type() === 'error' && !/Failed to load resource|net::ERR_/.test(m.text())) this.complaints.push(`console: ${m.text()}`)
    })
  }

  // tab is another tab of the same browser.
  async tab() {
    const t = Object.assign(Object.create(Cockpit.prototype), this, { page: undefined })
    await t.fresh()
    return t
  }

  // seen is what a person would see, its middle left out where it is long.
  async seen() {
    const text = await this.page.evaluate(() => document.body.innerText.replace(/\s*\n\s*/g, ' · '))
    return `${this.page.url()} shows: ${text.length > 1500 ? `${text.slice(0, 1000)} … ${text.slice(-500)}` : text}`
  }

  async close() {
    Cockpit.opened.delete(this)
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
  // member goes to somebody's page through the list, without loading the app anew.
  async member(name) {
    await this.visit('Mitglieder')
    await this.page.getByRole('searchbox').fill(name)
    await this.row(name).getByRole('link', { name }).or(this.row(name)).first().click()
    await this.heading(name)
  }
  // edit changes fields of somebody, by the names that the form gives them.
  async edit(name, fields) {
    await this.member(name)
    await this.press('Bearbeiten')
    for (const [field, value] of Object.entries(fields)) await this.page.locator(`#edit-${field}`).fill(value)
    await this.press('Speichern')
    await this.shows(`${name} ist geändert.`)
  }
  // remove deletes somebody from their page.
  async remove(name) {
    await this.member(name)
    await this.press('Aktionen')
    await this.page.getByRole('menuitem', { name: 'Löschen' }).click()
    await this.dialog().getByRole('button', { name: /öschen/ }).click()
    await this.shows(`${name} ist gelöscht.`)
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
    await this.page.goto(await this.house.link(email, '/confirm'))
    await this.heading('Mitglieder')
  }

  async demo(name = 'Demo öffnen') {
    await this.go('/sign-in')
    await this.press(name)
    await this.page.getByRole('heading', { level: 1 }).filter({ hasText: /Mitglieder|Members/ }).waitFor()
  }

  // as signs in to the demo as somebody who came to the organisation in a role.
  async as(role) {
    await this.go('/forgotten')
    const status = await this.page.evaluate(async (role) => (await fetch(`/v1/local/demo?as=${role}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })).status, role)
    assert.equal(status, 200)
    await this.go('/members')
    await this.heading('Mitglieder')
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

  // stored waits until so many chunks of records lie on the device.
  async stored(n) {
    await this.page.waitForFunction(async (n) => {
      const [[account, tenant]] = await stellwerkVault.all()
      const vault = await stellwerkVault.open(account, tenant)
      const chunks = await vault.names('r/')
      vault.close()
      return chunks.length >= n
    }, n)
  }

  // slow lets time pass for the app between any two looks at the clock while an event is handled, as on a device that is slow or busy: what one
  // handler changes is drawn before the next handler of the same event.
  async slow(step = 10) { // milliseconds; a frame takes 8
    await this.page.evaluate((step) => {
      const now = performance.now.bind(performance)
      let [ahead, under] = [0, false]
      performance.now = () => now() + (ahead += under ? step : 0)
      const begin = () => {
        under = true
        setTimeout(() => (under = false))
      }
      for (const event of ['pointerdown', 'pointerup', 'click', 'keydown', 'input', 'change']) addEventListener(event, begin, true)
    }, step)
  }

  // settled waits until nothing is being loaded any more, neither for the page nor for the device.
  async settled() {
    await this.page.waitForLoadState()
    await this.traffic.quiet()
    await this.page.locator('.skeleton, [aria-busy=true], .state .pill-connecting, .state .pill-loading').first().waitFor({ state: 'detached' })
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

// What failed is written down with what each page showed: a machine that is slower than this one is seldom at hand afterwards.
if (process.env.FAILURES) {
  afterEach(async (t) => {
    if (t.passed !== false) return
    const pages = await Promise.all([...Cockpit.opened].map((c) => c.seen().catch(String)))
    appendFileSync(process.env.FAILURES, [`FAILED: ${t.name}`, String(t.error?.cause?.stack ?? t.error?.stack).slice(0, 2000), ...pages].join('\n') + '\n\n')
  })
}
