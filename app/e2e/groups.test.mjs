// Groups: made, moved by keyboard and by dragging, led, merged and deleted with what is in them; without a connection, by two at once, on the phone.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, quit, withoutWindows } from './cockpit.mjs'
import { House } from './house.mjs'

withoutWindows()
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
  await c.demo()
  await c.shows('Im Takt')
})
after(async () => {
  await c?.close()
  await house?.close()
  await quit()
})

const clean = async (who = c) => assert.deepEqual([...await who.axe(), ...await who.sticksOut()], [])
const node = (name, who = c) => who.page.getByRole('treeitem').filter({ has: who.page.locator('.tree-text', { hasText: new RegExp(`^${name}`) }) })
const count = async (name, who = c) => Number(await node(name, who).locator('.tree-count').innerText())
const level = (name, who = c) => node(name, who).getAttribute('aria-level')
const tree = async (who = c) => {
  await who.visit('Gruppen')
  await node('Technik', who).waitFor()
}
const open = async (name, who = c) => {
  await who.visit('Gruppen')
  await who.page.getByRole('searchbox').fill(name)
  await who.page.locator('.groups-link').filter({ hasText: name }).first().click()
  await who.heading(name)
}
const menu = async (item, who = c) => {
  await who.page.locator('[popovertarget=group-menu]').click()
  await who.page.getByRole('menuitem', { name: item, exact: true }).and(who.page.locator(':visible')).click()
}
const pick = async (label, name, who = c) => {
  const line = who.dialog().getByRole('combobox', { name: label }).first()
  await line.fill(name)
  await who.page.getByRole('option').filter({ hasText: name }).first().click()
}
const make = async (name, parent, who = c) => {
  await who.press('Gruppe anlegen')
  await who.dialog().getByLabel('Name', { exact: true }).fill(name)
  if (parent) await pick('Teil von', parent, who)
  await who.dialog().getByRole('button', { name: 'Gruppe anlegen' }).click()
  await who.shows(`Gruppe «${name}» angelegt`)
}

test('the demo has a tree, which the keyboard walks', async () => {
  await tree()
  await clean()
  const t = c.page.getByRole('tree')
  await t.focus()
  await c.page.keyboard.press('Home')
  await c.page.keyboard.type('tech')
  await c.page.keyboard.press('ArrowLeft')
  await node('Netzbetrieb').waitFor({ state: 'detached' })
  await c.page.keyboard.press('ArrowRight')
  await node('Netzbetrieb').waitFor()
  assert.equal(await level('Netzbetrieb'), '2')
  await c.page.keyboard.press('Enter')
  await c.heading('Technik')
  await clean()
})

test('a group is made below another, and taken back', async () => {
  await tree()
  await make('Photovoltaik', 'Technik')
  await node('Photovoltaik').waitFor()
  assert.equal(await level('Photovoltaik'), '2')
  await c.takeBack('Gruppe «Photovoltaik» angelegt')
  await node('Photovoltaik').waitFor({ state: 'detached' })
  await make('Photovoltaik')
  assert.equal(await level('Photovoltaik'), '1')
})

test('it is moved by the menu and by dragging, and never into itself', async () => {
  await node('Photovoltaik').focus().catch(() => {})
  await node('Photovoltaik').locator('.tree-menu').click()
  await c.page.getByRole('menuitem', { name: 'Verschieben' }).click()
  await pick('Teil von', 'Technik')
  await c.dialog().getByRole('button', { name: 'Verschieben' }).click()
  await c.shows('«Photovoltaik» nach «Technik» verschoben')
  assert.equal(await level('Photovoltaik'), '2')
  await node('Photovoltaik').dragTo(node('Kunden'))
  await c.shows('«Photovoltaik» nach «Kunden» verschoben')
  await c.takeBack('«Photovoltaik» nach «Kunden» verschoben')
  await node('Technik').dragTo(node('Photovoltaik'))
  await c.shows('Eine Gruppe kann nicht Teil von sich selbst sein.')
})

test('another group was moved than the one that was taken hold of, when the tree was scrolled on the way', async () => {
  const rows = c.page.locator('#groups-tree [role=treeitem]')
  await rows.first().scrollIntoViewIfNeeded()
  await node('Bäder').dragTo(rows.last())
  await c.shows(/«Bäder» nach «.*» verschoben/)
  await c.takeBack(/«Bäder» nach «.*» verschoben/)
})

test('people come by search and by pasted addresses, and lead', async () => {
  await open('Photovoltaik')
  await c.press('Hinzufügen')
  await c.field('Name oder E-Mail').fill('Marlene Seidel')
  await c.dialog().getByRole('button', { name: /Marlene Seidel/ }).click()
  await c.field('Name oder E-Mail').fill('niemand@nirgends.example marlene.seidel@stadtwerke-birkenfurt.example')
  await clean()
  await c.dialog().getByRole('button', { name: '1 Person hinzufügen' }).click()
  await c.shows('1 Person zu «Photovoltaik» hinzugefügt')
  await c.row('Marlene Seidel').waitFor()
  await c.press('Hinzufügen') // who belongs to it already is not said to be added
  await c.field('Name oder E-Mail').fill('Holger Abel')
  await c.dialog().getByRole('button', { name: /Holger Abel/ }).click()
  await c.field('Name oder E-Mail').fill('marlene.seidel@stadtwerke-birkenfurt.example')
  await c.dialog().getByRole('button', { name: '1 Person hinzufügen' }).click()
  await c.page.locator('.notice').filter({ hasText: '1 Person zu «Photovoltaik» hinzugefügt' }).nth(1).waitFor()
  await c.row('Marlene Seidel').getByRole('button', { name: /Aktionen/ }).click()
  await c.page.getByRole('menuitem', { name: 'Zur Leitung machen' }).click()
  await c.page.locator('.group-lead').filter({ hasText: 'Marlene Seidel' }).waitFor()
  await c.takeBack('Rolle von Marlene Seidel geändert')
  await c.page.locator('.group-lead').filter({ hasText: 'Marlene Seidel' }).waitFor({ state: 'detached' })
  await clean()
})

test('deactivating who leads a group said nothing of it', async () => {
  await open('Netzbetrieb')
  await c.page.locator('.group-lead').first().click()
  await c.page.locator('#member-toggle').click()
  await c.shows(/^Leitung oder Stellvertretung in/)
  assert.match(await c.dialog().innerText(), /Netzbetrieb/)
  await clean()
  await c.dialog().getByRole('button', { name: 'Deaktivieren' }).click()
  await c.takeBack(/ist deaktiviert\./)
})

test('those below it are shown as well, and by which group', async () => {
  await open('Netzbetrieb')
  const direct = await c.page.locator('#group-people').getByRole('row').count()
  await c.press(/^Mit Untergruppen/)
  await c.shows('über Untergruppe')
  assert.ok(await c.page.locator('#group-people').getByRole('row').count() > direct)
  await clean()
})

test('what is looked for, and whether those below are shown, were forgotten by reloading and on the way back', async () => {
  await c.visit('Gruppen')
  await c.page.getByRole('searchbox').fill('Netz & Bau')
  await c.page.waitForURL(/groups\?q=Netz\+%26\+Bau$/)
  await c.page.getByRole('searchbox').fill('netzbetrieb')
  await c.page.waitForURL(/groups\?q=netzbetrieb$/)
  await c.page.reload()
  await c.page.locator('.groups-link').filter({ hasText: 'Netzbetrieb' }).first().click()
  await c.heading('Netzbetrieb')
  await c.press(/^Mit Untergruppen/)
  await c.page.waitForURL(/all=1$/)
  await c.page.reload()
  const shown = c.page.locator('#main').getByRole('button', { pressed: true })
  assert.match(await shown.innerText(), /^Mit Untergruppen/)
  await c.page.locator('#group-people').getByRole('link').first().click()
  await c.page.waitForURL(/members/)
  await c.page.goBack()
  await c.heading('Netzbetrieb')
  assert.match(await shown.innerText(), /^Mit Untergruppen/)
  await c.page.goBack()
  await c.shows('Netzbetrieb')
  assert.equal(await c.page.getByRole('searchbox').inputValue(), 'netzbetrieb')
  await c.visit('Gruppen')
  await c.page.getByRole('tree').waitFor()
  assert.equal(await c.page.getByRole('searchbox').inputValue(), '')
})

test('the list of members adds those who are chosen, and filters by group', async () => {
  await c.visit('Mitglieder')
  const names = []
  for (const i of [2, 3]) {
    const row = c.page.getByRole('row').nth(i)
    names.push(await row.locator('.t-name').first().innerText())
    await row.locator('[data-act=select]').first().click()
  }
  await c.press('Zu Gruppe hinzufügen')
  await pick('Gruppe', 'Photovoltaik')
  await clean()
  await c.dialog().getByRole('button', { name: '2 Personen hinzufügen' }).click()
  await c.shows('2 Personen zu «Photovoltaik» hinzugefügt')
  await open('Photovoltaik')
  for (const name of names) await c.row(name).waitFor()
  await c.row(names[0]).getByRole('link').first().click()
  await c.heading(names[0])
  await c.page.locator('.member-groups').getByText('Photovoltaik').waitFor()
})

describe('without a connection', () => {
  before(() => c.context.setOffline(true))
  after(() => c.context.setOffline(false))

  test('a group is made and joined at once, and arrives once', async () => {
    await tree()
    await make('Sonnenhaus')
    await node('Sonnenhaus').waitFor()
    await open('Sonnenhaus')
    await c.shows('wartet auf Verbindung')
    await c.press('Hinzufügen')
    await c.field('Name oder E-Mail').fill('Marlene Seidel')
    await c.dialog().getByRole('button', { name: /Marlene Seidel/ }).click()
    await c.dialog().getByRole('button', { name: '1 Person hinzufügen' }).click()
    await c.row('Marlene Seidel').waitFor()
    await c.context.setOffline(false)
    await c.shows('Im Takt')
    await c.hides('wartet auf Verbindung')
  })
})

test('two at work: who renames what was renamed meanwhile is asked', async () => {
  const other = await Cockpit.open(house)
  try {
    await other.as('admin')
    await other.shows('Im Takt')
    await open('Sonnenhaus', other)
    await c.context.setOffline(true)
    await open('Sonnenhaus')
    const rename = async (who, name) => {
      await who.press('Bearbeiten')
      await who.dialog().getByLabel('Name', { exact: true }).fill(name)
      await who.dialog().getByRole('button', { name: 'Speichern' }).click()
      await who.heading(name)
    }
    await rename(other, 'Haus der Sonne')
    await rename(c, 'Solarhaus')
    await c.context.setOffline(false)
    await c.heading('Haus der Sonne')
    await c.visit(/Zu klären/)
    await c.shows('Solarhaus')
    await c.press('Meins übernehmen')
    await other.heading('Solarhaus')
  } finally {
    await other.close()
  }
})

test('a group is deleted with a choice of what becomes of what is in it, and comes back', async () => {
  await tree()
  const before = await count('Technik')
  await open('Netzbetrieb')
  await menu('Gruppe löschen')
  await c.shows('Was wird daraus?')
  await c.shows(/Danach in «Technik»: \d+ Personen und 2 Untergruppen mehr/)
  await clean()
  await c.dialog().getByRole('button', { name: 'Gruppe löschen' }).click()
  await c.heading('Technik')
  await tree()
  assert.equal(await count('Technik'), before)
  assert.equal(await level('Leitstelle'), '2')
  await c.takeBack('Gruppe «Netzbetrieb» gelöscht')
  await node('Netzbetrieb').waitFor()
})

test('who is deleted hands over the groups that they lead, and gets them back', async () => {
  await open('Leitstelle')
  const leader = await c.page.locator('.group-lead').first().innerText()
  const name = leader.split('\n').at(-1)
  const heir = name === 'Susanne Arslan' ? 'Peter Ackermann' : 'Susanne Arslan'
  await c.page.locator('.group-lead').first().click()
  await c.heading(name)
  await c.press('Aktionen')
  await c.page.getByRole('menuitem', { name: 'Löschen' }).click()
  await c.shows(/Leite(t eine Gruppe|n \d+ Gruppen):/)
  await pick('Nachfolge', heir)
  await clean()
  await c.dialog().getByRole('button', { name: /löschen/i }).last().click()
  await c.shows(`${name} ist gelöscht.`)
  await open('Leitstelle')
  await c.page.locator('.group-lead').filter({ hasText: heir }).waitFor()
  await c.takeBack(`${name} ist gelöscht.`)
  await c.page.locator('.group-lead').filter({ hasText: name }).waitFor()
  await c.page.locator('.group-lead').filter({ hasText: heir }).waitFor({ state: 'detached' })
})

test('the audit trail tells it', async () => {
  await c.visit('Verlauf')
  await c.shows(/hat die Gruppe «Netzbetrieb» gelöscht/)
})

test('in the form of a member a group is found by typing', async () => {
  await c.go('/members/new')
  await c.settled()
  const line = c.page.getByRole('combobox', { name: 'Gruppen' })
  await line.pressSequentially('techn')
  assert.equal(await line.inputValue(), 'techn')
  await c.page.getByRole('option').filter({ hasText: 'Bäder' }).waitFor({ state: 'detached' })
  await c.page.keyboard.press('Enter')
  await c.page.locator('.multi .chip').filter({ hasText: 'Technik' }).waitFor()
  assert.equal(await line.inputValue(), '')
})

test('on the phone', async () => {
  const p = await Cockpit.open(house, { size: phone, dark: true })
  try {
    await p.demo()
    await p.visit('Gruppen')
    await node('Technik', p).waitFor()
    await clean(p)
    await node('Technik', p).locator('.tree-text').click()
    await p.heading('Technik')
    await clean(p)
    await menu('Untergruppe anlegen', p)
    await p.dialog().getByLabel('Name', { exact: true }).fill('Wind')
    await clean(p)
    await p.dialog().getByRole('button', { name: 'Gruppe anlegen' }).click()
    await p.page.locator('.groups-link').filter({ hasText: 'Wind' }).waitFor()
    await p.takeBack('Gruppe «Wind» angelegt')
    await p.page.locator('.groups-link').filter({ hasText: 'Wind' }).waitFor({ state: 'detached' })
  } finally {
    await p.close()
  }
})
