// The controls of forms, by keyboard alone, as the gallery shows them: on the desk in light and German, on the phone in dark and English.
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

const looks = [
  { name: 'desk', size: desk, dark: false, lang: 'de' },
  { name: 'phone-dark-en', size: phone, dark: true, lang: 'en' },
]

// Bench is a specimen of the gallery and the hands on the keyboard.
class Bench {
  constructor(c, look) {
    this.c = c
    this.look = look
    this.keys = c.page.keyboard
  }
  async lay(id) {
    await this.c.go(`/gallery?show=${id}&theme=${this.look.dark ? 'dark' : 'light'}&lang=${this.look.lang}`)
    await this.c.page.locator(`section#${id}`).waitFor()
  }
  say(de, en) {
    return this.look.lang === 'de' ? de : en
  }
  at(id) {
    return this.c.page.locator(`#${id}`)
  }
  // tab goes on until the focus is there: what can't be reached this way fails.
  async tab(id) {
    for (let i = 0; i < 80; i++) {
      if (await this.at(id).evaluate((e) => e === document.activeElement)) return
      await this.keys.press('Tab')
    }
    assert.fail(`Tab does not lead to ${id}`)
  }
  async press(...keys) {
    for (const k of keys) await this.keys.press(k)
  }
  async holds(id, value) {
    await this.c.page.waitForFunction(([id, v]) => document.getElementById(id).value === v, [id, value])
  }
  async chips(id, ...texts) {
    await this.c.page.waitForFunction(
      ([id, want]) => [...document.getElementById(id).closest('.multi').querySelectorAll('.chip')].map((c) => c.textContent.trim()).join('|') === want,
      [id, texts.join('|')],
    )
  }
  async options(id, n) {
    await this.c.page.waitForFunction(([id, n]) => document.querySelectorAll(`#${id}-list [role=option]`).length === n, [id, n])
  }
  async focused(id) {
    await this.c.page.waitForFunction((id) => document.activeElement?.id === id, id)
  }
  async clean() {
    assert.deepEqual([...(await this.c.sticksOut()), ...(await this.c.axe())], [])
  }
}

for (const look of looks) {
  const bench = async (id, work) => {
    const c = await Cockpit.open(house, { size: look.size, dark: look.dark, locale: look.lang === 'de' ? 'de-DE' : 'en-GB' })
    const b = new Bench(c, look)
    await b.lay(id)
    await work(b)
    await b.clean()
    await c.close()
  }

  test(`${look.name}: a combobox finds one of 3,000`, () =>
    bench('combobox', async (b) => {
      await b.tab('combobox-empty')
      await b.press('ArrowDown')
      await b.options('combobox-empty', 50)
      await b.c.shows(b.say('Noch 2.950 passen dazu', '2,950 more matches'))
      await b.clean()
      await b.keys.type('zoe mue')
      await b.c.page.waitForFunction(() => /Zoë Müller/.test(document.querySelector('#combobox-empty-list')?.textContent) && !/Jürgen/.test(document.querySelector('#combobox-empty-list').textContent))
      await b.press('ArrowDown', 'ArrowUp', 'Enter')
      await b.holds('combobox-empty', 'Zoë Müller')
      await b.focused('combobox-empty')
      await b.press('ArrowDown', 'End', 'Home', 'Escape')
      await b.holds('combobox-empty', 'Zoë Müller')
      await b.keys.type('nobody')
      await b.c.shows(b.say('Nichts passt dazu.', 'Nothing matches.'))
      await b.clean()
      await b.press('Tab')
      await b.holds('combobox-empty', 'Zoë Müller')
      await b.press('Enter') // the cross
      await b.holds('combobox-empty', '')
      await b.focused('combobox-empty')
      await b.tab('combobox-loading')
      await b.press('ArrowDown')
      await b.c.shows(b.say('Die Auswahl wird geladen', 'Loading the choices'))
      await b.tab('combobox-none')
      await b.press('ArrowDown')
      await b.c.shows(b.say('Nichts passt dazu.', 'Nothing matches.'))
    }))

  test(`${look.name}: a multi-select takes what is typed, suggested and pasted`, () =>
    bench('multi-select', async (b) => {
      await b.tab('multi-empty')
      await b.keys.type('az')
      await b.options('multi-empty', 1)
      await b.c.shows(b.say('«az» hinzufügen', 'Add “az”'))
      await b.clean()
      await b.press('ArrowDown', 'Enter')
      await b.chips('multi-empty', 'Azubi')
      await b.keys.type('Neu,')
      await b.chips('multi-empty', 'Azubi', 'Neu')
      await b.keys.type('brandSCHUTZ')
      await b.press('Enter')
      await b.chips('multi-empty', 'Azubi', 'Neu', 'Brandschutz')
      await b.press('Backspace')
      await b.chips('multi-empty', 'Azubi', 'Neu')
      await b.c.page.evaluate(() => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text', 'Eins, Zwei; neu\nDrei')
        document.getElementById('multi-empty').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      })
      await b.chips('multi-empty', 'Azubi', 'Neu', 'Eins', 'Zwei', 'Drei')
      await b.press('Shift+Tab', 'Enter') // the last cross
      await b.chips('multi-empty', 'Azubi', 'Neu', 'Eins', 'Zwei')
      await b.focused('multi-empty')
      await b.tab('multi-closed')
      await b.keys.type('außen')
      await b.press('Enter')
      await b.chips('multi-closed', 'Azubi', 'Außendienst')
      await b.keys.type('nothing of the kind')
      await b.press('Tab')
      await b.holds('multi-closed', '')
    }))

  test(`${look.name}: a switch is turned and says so`, () =>
    bench('switch', async (b) => {
      const sw = b.c.page.getByRole('switch').first()
      await b.tab('switch-off')
      await b.press('Space')
      await b.c.page.locator('.specimen-state').first().getByText(b.say('Ein', 'On'), { exact: true }).waitFor()
      assert.equal(await sw.isChecked(), true)
    }))

  test(`${look.name}: cards and segments are chosen by arrows`, async () => {
    await bench('radio-cards', async (b) => {
      await b.tab('cards-chosen-keep')
      await b.press('ArrowDown')
      await b.focused('cards-chosen-export')
      assert.equal(await b.at('cards-chosen-export').isChecked(), true)
      assert.equal(await b.at('cards-chosen-keep').isChecked(), false)
    })
    await bench('segmented', async (b) => {
      await b.tab('segmented-chosen-comfortable')
      await b.press('ArrowRight')
      await b.focused('segmented-chosen-dense')
      assert.equal(await b.at('segmented-chosen-dense').isChecked(), true)
    })
  })

  test(`${look.name}: a file is chosen, refused and taken`, () =>
    bench('file-drop', async (b) => {
      // Listened for from the beginning: a listener takes effect only some time after it was asked for.
      const dialogs = []
      b.c.page.on('filechooser', (d) => dialogs.push(d))
      await b.lay('file-drop')
      const choose = async (file) => {
        await b.tab('drop-ready')
        const opened = dialogs.length ? null : b.c.page.waitForEvent('filechooser')
        await b.press('Enter')
        await opened
        await dialogs.shift().setFiles(file)
      }
      await choose({ name: 'bild.png', mimeType: 'image/png', buffer: Buffer.from('x') })
      await b.c.shows(b.say('«bild.png» ist keine Datei, die hier passt.', '“bild.png” is not a file that fits here.'))
      await b.clean()
      await choose({ name: 'leer.csv', mimeType: 'text/csv', buffer: Buffer.from('') })
      await b.c.shows(b.say('«leer.csv» ist leer.', '“leer.csv” is empty.'))
      await choose({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from('Name;Mail\n') })
      await b.c.shows(b.say('liste.csv ist gelesen.', 'liste.csv is read.'))
      await b.c.page.locator('.drop-done').first().waitFor()
    }))
}

test('a form that can not be sent leads to what is wrong', async () => {
  const c = await Cockpit.open(house)
  await c.go('/sign-up')
  await c.heading(/.+/)
  await c.page.waitForFunction(() => !document.querySelector('.early'))
  await c.press('Organisation anlegen')
  await c.page.waitForFunction(() => document.activeElement?.classList.contains('faults'))
  assert.match(await c.page.title(), /^Bitte prüfen: /)
  await c.page.locator('.faults').getByRole('link').first().click()
  await c.page.waitForFunction(() => document.activeElement?.tagName === 'INPUT' && document.activeElement.getAttribute('aria-invalid') === 'true')
  assert.equal(new URL(c.page.url()).pathname + new URL(c.page.url()).hash, '/sign-up')
  await c.close()
})

test('what was typed in the settings stays, waits for the connection and is not lost by closing', async () => {
  const c = await Cockpit.open(house)
  await c.demo()
  await c.go('/profile')
  await c.field('Vorname').fill('Magdalena')
  await c.shows('Noch nicht gespeichert.')
  await c.visit('Mitglieder')
  await c.page.goBack()
  await c.heading('Profil')
  assert.equal(await c.field('Vorname').inputValue(), 'Magdalena')

  let asked = ''
  c.page.on('dialog', (d) => {
    asked = d.type()
    d.dismiss()
  })
  await c.page.evaluate(() => location.reload()).catch(() => {})
  await c.page.waitForFunction(() => document.querySelector('#you-givenName'))
  assert.equal(asked, 'beforeunload')

  await c.context.setOffline(true)
  await c.shows('Das geht erst, wenn die Verbindung wieder da ist.')
  assert.equal(await c.page.getByRole('button', { name: 'Speichern', exact: true }).getAttribute('aria-disabled'), 'true')
  await c.context.setOffline(false)
  await c.hides('Das geht erst, wenn die Verbindung wieder da ist.')
  await c.page.locator('#you').getByRole('button', { name: 'Verwerfen' }).click()
  await c.hides('Noch nicht gespeichert.')
  assert.notEqual(await c.field('Vorname').inputValue(), 'Magdalena')

  await c.page.locator('#look-theme').getByLabel('Dunkel').check()
  assert.equal(await c.page.evaluate(() => document.documentElement.dataset.theme), 'dark')
  assert.deepEqual(await c.sticksOut(), [])
  await c.close()
})
