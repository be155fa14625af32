// Who sees whom is the organisation's to say: what somebody may no longer see goes from their device without being asked.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c, u, me, page
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.settled()
  u = await Cockpit.open(house)
  await u.as('user')
  await u.settled()
})
after(close)

const clean = async (who = c) => assert.deepEqual([...await who.axe(), ...await who.sticksOut()], [])
const card = () => c.page.locator('#sight')
const people = () => u.page.locator('.vlist-row')

test('at first everybody but guests sees the others', async () => {
  await u.page.getByRole('searchbox').fill('Holger Abel')
  page = await u.row('Holger Abel').getByRole('link').first().getAttribute('href')
  await u.go(page)
  await u.heading('Holger Abel')
  await u.shows('Telefon')
})

test('what profiles hide goes from the devices of others', async () => {
  await c.go('/settings')
  await card().getByLabel('Was Profile nicht zeigen').click()
  await c.page.getByRole('option', { name: 'Telefon' }).click()
  await c.shows('Was Profile nicht zeigen, ist geändert.')
  await u.page.locator('.member-fact').filter({ hasText: 'Telefon' }).waitFor({ state: 'detached' })
  await clean()
  await clean(u)
})

test('shut off, everybody sees themselves, and is told why', async () => {
  await card().getByRole('radio', { name: 'Niemand' }).check()
  await c.shows('Wer die anderen sieht, ist geändert.')
  await u.shows('Ihre Organisation zeigt Ihnen nur Ihr eigenes Profil.')
  await clean(u)
  await u.visit('Mitglieder')
  await u.shows('Sie sehen hier nur sich selbst.')
  await u.page.waitForFunction(() => document.querySelectorAll('.vlist-row').length === 1)
  me = (await people().first().getByRole('link').first().innerText()).trim()
})

test('that is taken back by undo, and others are chosen by name', async () => {
  await c.takeBack('Wer die anderen sieht, ist geändert.')
  await u.page.waitForFunction(() => document.querySelectorAll('.vlist-row').length > 5)
  await card().getByRole('radio', { name: 'Ausgewählte' }).check()
  await card().getByRole('combobox', { name: 'Personen und Gruppen' }).fill('Technik')
  await c.page.getByRole('option', { name: 'Technik' }).first().click()
  await c.shows('Wer die anderen sieht, ist geändert.')
  await u.page.waitForFunction(() => document.querySelectorAll('.vlist-row').length === 1)
  await card().getByRole('combobox', { name: 'Personen und Gruppen' }).fill(me)

  await c.page.getByRole('option', { name: me }).click()
  await u.page.waitForFunction(() => document.querySelectorAll('.vlist-row').length > 5)
  await clean()
})

test('the trail says it in words', async () => {
  await c.visit('Verlauf')
  await c.page.locator('.trail details, .trail-row').first().waitFor()
  await c.settled()
  await clean()
})
