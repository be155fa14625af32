// Smart groups: made by a filter, always up to date, also without a connection; nobody is put into them by hand.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.settled()
})
after(close)

const clean = async (who = c) => assert.deepEqual([...await who.axe(), ...await who.sticksOut()], [])
const pick = async (label, name) => {
  const line = c.dialog().getByRole('combobox', { name: label }).first()
  await line.fill(name)
  await c.page.getByRole('option').filter({ hasText: name }).first().click()
}
const menu = async (item) => {
  await c.page.locator('[popovertarget=group-menu]').click()
  await c.page.getByRole('menuitem', { name: item, exact: true }).and(c.page.locator(':visible')).click()
}
const count = async (who = c) => Number((await who.page.locator('.page-head').innerText()).match(/(\d+) Person/)[1])
let many

test('a group is made by a filter, which says at once to how many it applies', async () => {
  await c.visit('Gruppen')
  await c.press('Gruppe anlegen')
  await c.dialog().getByLabel('Name', { exact: true }).fill('Alle im Busdepot')
  await c.dialog().getByRole('radio', { name: 'Nach einem Filter' }).check()
  await c.dialog().getByText('Geben Sie mindestens eine Bedingung an.').waitFor()
  await c.dialog().getByRole('button', { name: 'Gruppe anlegen' }).click()
  await c.dialog().getByText('Eine smarte Gruppe braucht mindestens eine Bedingung.').first().waitFor()
  await clean()
  await pick('Standort', 'Busdepot')
  many = Number((await c.dialog().getByText(/Das trifft jetzt auf \d+ Personen zu/).innerText()).match(/\d+/))
  await clean()
  await c.dialog().getByRole('button', { name: 'Gruppe anlegen' }).click()
  await c.shows('Gruppe «Alle im Busdepot» angelegt')
  await c.page.getByRole('searchbox').fill('Alle im Busdepot')
  await c.page.locator('.groups-link').filter({ hasText: 'Alle im Busdepot' }).click()
  await c.heading('Alle im Busdepot')
  assert.equal(await count(), many)
  await c.shows('Standort: Busdepot')
  assert.equal(await c.page.getByRole('button', { name: 'Mitglieder aufnehmen' }).count(), 0)
  await clean()
})

test('who moves away belongs to it no longer, without a connection too', async () => {
  const page = c.page.url()
  const name = (await c.page.locator('.group-people a[href^="/members/"]').first().innerText()).trim()
  await c.context.setOffline(true)
  await c.edit(name, { location: 'Wasserwerk' })
  await c.kept()
  await c.page.goto(page)
  await c.heading('Alle im Busdepot')
  assert.equal(await count(), many - 1)
  await c.context.setOffline(false)
  await c.shows('Im Takt')
})

test('its filter is changed, and that is taken back', async () => {
  await c.press('Bearbeiten')
  await pick('Position', 'Busfahrer')
  await clean()
  await c.press('Speichern')
  await c.shows(/Position: Busfahrer/)
  assert.ok(await count() < many)
  await c.takeBack('«Alle im Busdepot»')
  await c.page.getByText(/Position: Busfahrer/).waitFor({ state: 'detached' })
  assert.equal(await count(), many - 1)
})

test('the list of members filters by it, and a member’s page names it', async () => {
  const page = c.page.url()
  await c.go(`/members?group=${page.split('/').pop()}`)
  await c.heading('Mitglieder')
  await c.shows('Gruppe: Alle im Busdepot')
  await c.settled()
  await c.page.goto(page)
  await c.heading('Alle im Busdepot')
  await c.page.locator('.group-people a[href^="/members/"]').first().click()
  await c.page.locator('.member-groups').getByText('Alle im Busdepot').waitFor()
  await clean()
  await c.page.locator('.member-groups').getByText('Alle im Busdepot').click()
  await c.heading('Alle im Busdepot')
})

test('who may not see filters is told so', async () => {
  const page = c.page.url()
  const u = await Cockpit.open(house)
  await u.as('user')
  await u.go(page.replace(house.origin, ''))
  await u.heading('Alle im Busdepot')
  await u.shows('Wer dazugehört, folgt aus einem Filter, den nur Admins sehen.')
  await clean(u)
  await u.close()
})

test('it ends without touching anybody, and comes back', async () => {
  await menu('Gruppe löschen')
  await c.dialog().getByRole('button', { name: 'Gruppe löschen' }).click()
  await c.shows('Gruppe «Alle im Busdepot» gelöscht')
  await c.takeBack('Gruppe «Alle im Busdepot» gelöscht')
  await c.visit('Verlauf')
  await c.shows(/Alle im Busdepot/)
  await clean()
})
