// What the steps in a tree of 5,000 groups and the previews among 50,000 members cost: run `make bench-app`.
import { bench, Steps, type } from './crowd.mjs'

const groups = Number(process.env.GROUPS ?? 5_000)

bench('the tree and the previews', async (c) => {
  const { page } = c
  const steps = new Steps(page)
  const shut = async () => {
    await page.keyboard.press('Escape')
    await page.waitForTimeout(300)
  }
  const go = (name) => page.locator('nav a').filter({ hasText: new RegExp(`^${name}`) }).first()
  const there = (name) => async () => {
    await go(name).click()
    await page.waitForTimeout(700)
  }
  const row = (name) => page.getByRole('treeitem').filter({ has: page.locator('.tree-text', { hasText: new RegExp(`^${name}(Bereich|Team)`) }) })
  const fold = () => row('Abteilung 1').locator('.tree-fold').click()
  const menu = async () => {
    await row('Abteilung 0').locator('.tree-menu').click()
    await page.waitForTimeout(700)
  }
  const item = (name) => page.getByRole('menuitem', { name, exact: true }).and(page.locator(':visible'))
  const bulk = (name) => page.locator('.bulk-actions').getByRole('button', { name })

  await there('Mitglieder')()
  await steps.of('the tree opens', 'click', () => go('Gruppen').click(), { back: there('Mitglieder') })
  await there('Gruppen')()
  await row('Abteilung 0').waitFor()
  await steps.of('a branch unfolds', 'click', fold, { back: fold })
  await page.locator('#groups-tree').focus()
  await steps.of('down by a row', 'keydown', () => page.keyboard.press('ArrowDown'))
  await steps.of('* unfolds all beside it', 'keydown', () => page.keyboard.press('*'))
  await steps.of('to the end', 'keydown', () => page.keyboard.press('End'), { back: () => page.keyboard.press('Home') })
  await type(page, '#groups-search', '#main', ['abt', 'team 47'], { rounds: 2 })
  await page.locator('#groups-search').fill('')
  await row('Abteilung 0').waitFor()
  await steps.of('the menu of a group', 'click', () => row('Abteilung 0').locator('.tree-menu').click(), { back: shut })
  for (const name of ['Bearbeiten', 'Untergruppe anlegen', 'Verschieben', 'Zusammenführen', 'Gruppe löschen']) {
    await steps.of(`${name} of a large group`, 'click', () => item(name).click(), { before: menu, back: shut })
  }
  await there('Mitglieder')()
  await page.locator('#members-search').waitFor()
  const all = () => page.locator('#members-all').check({ force: true })
  const nobody = () => page.locator('.bulk').getByRole('button', { name: 'Auswahl aufheben' }).click()
  await steps.of('all are chosen', 'click', all, { back: nobody })
  await page.locator('.bulk-actions').waitFor({ state: 'detached' })
  await all()
  for (const name of ['Deaktivieren', 'Reaktivieren', 'Einladen', 'Taggen', 'Zu Gruppe hinzufügen', 'Letzten Tag planen', 'Löschen']) {
    await steps.of(`${name} for all`, 'click', () => bulk(name).click(), { back: shut })
  }
}, groups)
