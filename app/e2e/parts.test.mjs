// The parts of the design system by keyboard, as the gallery shows them: menus, help, dialogs, tabs and trees keep the focus.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house
before(async () => {
  house = await House.open()
})
after(close)

async function open(specimen) {
  const c = await Cockpit.open(house)
  await c.go(`/gallery?show=${specimen}&lang=de`)
  await c.heading('Gallery')
  const keys = async (...all) => {
    for (const k of all) await c.page.keyboard.press(k)
  }
  // focused waits until the focus is on an element with this text or name.
  const focused = (want) =>
    c.page.waitForFunction((w) => {
      const e = document.activeElement
      return [e?.getAttribute('aria-label'), e?.textContent?.trim()].includes(w)
    }, want)
  return { c, keys, focused }
}

test('a menu is moved through by arrows, ends and letters, and gives the focus back', async () => {
  const { c, keys, focused } = await open('menu')
  await c.page.getByRole('button', { name: 'Weiteres zu Anna Albrecht' }).focus()
  await keys('Enter')
  await focused('Öffnen')
  await keys('ArrowUp')
  await focused('Löschen')
  await keys('Home', 'ArrowDown')
  await focused('Bearbeiten')
  await keys('t')
  await focused('Taggen')
  await keys('Escape')
  await focused('Weiteres zu Anna Albrecht')
  await c.close()
})

test('choices in a menu stay open and say that they are on', async () => {
  const { c, keys, focused } = await open('menu')
  await c.page.getByRole('button', { name: 'Ansicht' }).click()
  const role = c.page.getByRole('menuitemcheckbox', { name: 'Rolle' })
  await role.click()
  await c.page.getByRole('menuitemcheckbox', { name: 'Rolle', checked: false }).waitFor()
  await c.page.getByRole('menuitemradio', { name: 'Zuletzt geändert' }).click()
  await role.waitFor({ state: 'hidden' })
  await keys('Enter')
  await focused('Zuletzt geändert')
  await c.close()
})

test('help is read when it opens, and Escape gives the focus back', async () => {
  const { c, keys } = await open('help')
  const button = c.page.getByRole('button', { name: 'Was bedeutet «Prüfsumme»?' })
  await button.click()
  const text = c.page.getByRole('dialog', { name: 'Was bedeutet «Prüfsumme»?' })
  await text.waitFor()
  assert.ok(await text.evaluate((e) => e === document.activeElement), 'the text has the focus')
  await keys('Escape')
  await text.waitFor({ state: 'hidden' })
  assert.ok(await button.evaluate((e) => e === document.activeElement), 'the button has the focus again')
  await c.close()
})

for (const [specimen, first] of [['confirm', 'Abbrechen'], ['panel', 'Schließen']]) {
  test(`${specimen}: «${first}» has the focus, and Escape gives it back`, async () => {
    const { c, keys, focused } = await open(specimen)
    await c.press('Ausprobieren')
    await focused(first)
    await keys('Escape')
    await focused('Ausprobieren')
    await c.close()
  })
}

test('tabs switch by arrows', async () => {
  const { c, keys, focused } = await open('tabs')
  await c.page.getByRole('tab', { name: 'Angaben' }).focus()
  await keys('ArrowRight')
  await c.page.getByRole('tabpanel', { name: /Gruppen/ }).getByText('Wozu sie gehört.').waitFor()
  await keys('ArrowLeft', 'ArrowLeft')
  await c.shows('Was sich wann geändert hat.')
  await focused('Verlauf1.248')
  await c.close()
})

test('a tree of thousands is moved through by keys', async () => {
  const { c, keys } = await open('tree')
  const tree = c.page.locator('#tree-large')
  await tree.focus()
  await keys('End')
  const last = tree.getByRole('treeitem', { name: 'Standort 5000' })
  await last.waitFor()
  await c.page.waitForFunction(() => {
    const tree = document.getElementById('tree-large')
    const on = document.getElementById(tree.getAttribute('aria-activedescendant'))
    const box = tree.getBoundingClientRect()
    const own = on?.getBoundingClientRect()
    return on?.textContent === 'Standort 5000' && own.bottom <= box.bottom + 1
  })
  assert.ok((await tree.getByRole('treeitem').count()) < 60, 'few are in the document')
  await keys('Enter')
  await tree.getByRole('treeitem', { name: 'Standort 5000', selected: true }).waitFor()
  await keys('ArrowLeft', 'ArrowLeft')
  await tree.getByRole('treeitem', { name: /Alle Standorte/, expanded: false }).waitFor()
  await c.close()
})
