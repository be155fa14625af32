// A new customer's first quarter of an hour: sign up, bring the staff in, find somebody, mend a field, take it back. Once with the
// keyboard alone on a desk, once by tapping on a small phone; in German and in English. Nobody tells them anything.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { Cockpit, desk, phone, quit } from './cockpit.mjs'
import { House } from './house.mjs'
import { words } from './words.mjs'

const list = fileURLToPath(new URL('files/personal-2025.csv', import.meta.url))

// What has the focus, as a screen reader would say it; it runs in the page.
const spoken = () => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const labels = [...(e.labels ?? [])].map((l) => l.innerText).join(' ')
  return (e.getAttribute('aria-label') || labels || e.innerText || e.placeholder || '').replace(/\s+/g, ' ').trim()
}

// Keys is somebody who has no pointer.
class Keys {
  constructor(c) {
    this.c = c
    this.keyboard = c.page.keyboard
  }

  // reach tabs to what is called so. The focus has to be somewhere all the way; where the page ends it begins again.
  async reach(name) {
    const seen = []
    for (let i = 0; i < 120; i++) {
      const said = await this.c.page.evaluate(spoken)
      if (said !== null && matches(said, name)) return
      seen.push(said)
      await this.keyboard.press('Tab')
    }
    assert.fail(`Tab does not lead to ${name}, but to ${[...new Set(seen)].join(' · ')}`)
  }

  async press(name) {
    await this.reach(name)
    await this.keyboard.press('Enter')
  }

  async fill(name, value) {
    await this.reach(name)
    await this.keyboard.press('Control+a')
    await this.keyboard.type(value)
  }

  async give(name, path) {
    await this.reach(name)
    const asked = this.c.page.waitForEvent('filechooser')
    await this.keyboard.press('Enter')
    await (await asked).setFiles(path)
  }

  async open(name) {
    await this.reach(name)
    await this.keyboard.press('Enter')
  }

  // kept: after a step the focus is not lost.
  async kept() {
    await this.c.page.waitForFunction(() => document.activeElement && document.activeElement !== document.body)
  }
}

// Thumb is somebody with a small phone in one hand.
class Thumb {
  constructor(c) {
    this.c = c
  }

  visible(of) {
    return of.and(this.c.page.locator(':visible')).first()
  }

  async press(name) {
    const { page } = this.c
    const exact = typeof name === 'string'
    await this.visible(page.getByRole('button', { name, exact }).or(page.getByRole('link', { name, exact }))).tap()
  }

  async fill(name, value) {
    const field = this.visible(this.c.page.getByRole('textbox', { name: new RegExp(`^${name}`) }).or(this.c.page.getByLabel(name, { exact: true })))
    await field.tap()
    await field.fill(value)
  }

  async give(name, path) {
    const asked = this.c.page.waitForEvent('filechooser')
    await this.visible(this.c.page.getByText(name, { exact: true })).tap()
    await (await asked).setFiles(path)
  }

  async open(name) {
    await this.visible(this.c.page.getByRole('row').filter({ hasText: name }).getByRole('link')).tap()
  }

  async kept() {
    assert.deepEqual(await this.c.sticksOut(), [])
  }
}

const matches = (said, name) => (typeof name === 'string' ? said === name || said.startsWith(`${name} `) : name.test(said))

after(quit)

for (const [who, Hands, size] of [['with the keyboard alone', Keys, desk], ['on a phone of 360 px', Thumb, phone]]) {
  for (const lang of ['de', 'en']) {
    describe(`${who}, ${lang}`, () => {
      const t = words(lang)
      let house, c, hands
      before(async () => {
        house = await House.open()
        c = await Cockpit.open(house, { size, locale: lang === 'de' ? 'de-DE' : 'en-GB' })
        hands = new Hands(c)
      })
      after(async () => {
        try {
          await c?.close()
        } finally {
          await house?.close()
        }
      })

      test('sign up, and confirm the address', async () => {
        await c.go('/')
        await hands.press(t('auth.landing.begin'))
        await c.heading(t('auth.signUp.title'))
        await hands.fill(t('auth.organisation'), 'Stadtwerke Lindau')
        await hands.fill(t('auth.givenName'), 'Vera')
        await hands.fill(t('auth.surname'), 'Vogel')
        await hands.fill(t('auth.email'), 'vera.vogel@stadtwerke.example')
        await hands.fill(t('auth.password'), 'vier leise Lokomotiven')
        await hands.press(t('auth.signUp.submit'))
        await c.heading(t('auth.checkMail.title'))
        await hands.kept()
        await c.page.goto(await house.link('vera.vogel@stadtwerke.example', '/confirm'))
        await c.heading(t('members.title'))
        await c.shows(t('members.empty.title'))
      })

      test('bring the staff in', async () => {
        await hands.press(t('imports.title'))
        await c.heading(t('imports.title'))
        await hands.kept()
        await hands.give(t('imports.choose'), list)
        await c.heading(t('imports.check.title', { name: 'personal-2025.csv' }))
        await hands.kept()
        await hands.press(t('imports.take', { n: 7 }))
        await c.heading(t('imports.done.title', { file: 'personal-2025.csv' }))
        await hands.kept()
        await hands.press(t('imports.done.members'))
        await c.heading(t('members.title'))
      })

      test('find somebody however the name is typed', async () => {
        await hands.fill(t('members.search'), 'oehl')
        await c.row('Anna Albrecht').waitFor({ state: 'detached' })
        await hands.open(/Öhlschläger/)
        await c.page.waitForURL(/members\/[0-9A-Z]{26}/)
        await c.page.getByRole('heading', { level: 1, name: /Öhlschläger/ }).waitFor()
        await hands.kept()
      })

      test('mend a field, and take it back', async () => {
        await hands.press(t('members.edit.action'))
        await hands.fill(t('field.title'), 'Lokführerin')
        await hands.press(t('members.edit.save'))
        await c.shows('Lokführerin')
        await hands.kept()
        await hands.press(t('button.undo'))
        await c.page.locator('.member-facts').getByText('Lokführerin').waitFor({ state: 'detached' })
        await hands.kept()
      })
    })
  }
}
