// Mail domains: entered, proved by a record in the name system, and only their addresses become members.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, vera
before(async () => {
  house = await House.open()
  vera = await Cockpit.open(house, { size: phone })
  await vera.signUp()
  await vera.settled()
})
after(close)

const clean = async (c) => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
const row = (c, domain) => c.page.locator('.joining-list li', { hasText: domain })
const rule = (c, label) => c.page.getByLabel('Wer Mitglied werden kann').selectOption({ label })

test('a domain is entered and proved', async () => {
  await vera.go('/settings')
  await vera.page.locator('#domains-domain').fill('stadtwerke')
  await vera.page.locator('#joining-add').click()
  await vera.shows('«stadtwerke» ist keine Domain')
  await vera.page.locator('#domains-domain').fill('@Stadtwerke-Lindau.example')
  await vera.page.locator('#joining-add').click()
  await row(vera, 'stadtwerke-lindau.example').getByText('nicht nachgewiesen').waitFor()
  await clean(vera)
  await row(vera, 'stadtwerke-lindau.example').getByRole('button', { name: 'stadtwerke-lindau.example nachweisen' }).click()
  const record = vera.page.locator('#joining-record')
  await vera.page.waitForFunction(() => document.querySelector('#joining-record')?.value.startsWith('stellwerk-verification='))
  await vera.page.locator('#joining-check').click()
  await vera.shows('Der Eintrag für stadtwerke-lindau.example ist noch nicht zu sehen')
  await clean(vera)
  const text = await record.inputValue()
  const answer = await fetch(`${house.origin}/local/dns`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ name: 'stadtwerke-lindau.example', text }) })
  assert.equal(answer.status, 303)
  await vera.page.locator('#joining-check').click()
  await row(vera, 'stadtwerke-lindau.example').getByText('nachgewiesen', { exact: true }).waitFor()
})

test('only its addresses become members, guests are free, and the rule is taken back', async () => {
  await rule(vera, 'Nur mit einer Adresse nachgewiesener Domains')
  await vera.shows('Die Regel für neue Mitglieder ist geändert.')
  await vera.settled()
  await vera.go('/members/new')
  await vera.page.locator('#new-givenName').fill('Ben')
  await vera.page.locator('#new-surname').fill('Öhler')
  await vera.page.locator('#new-email').fill('ben@woanders.example')
  await vera.page.locator('#new-create').click()
  await vera.shows('Mit einer Adresse von woanders.example kann hier niemand Mitglied werden')
  await clean(vera)
  await vera.page.locator('#new-email').fill('ben@stadtwerke-lindau.example')
  await vera.page.locator('#new-create').click()
  await vera.heading('Ben Öhler')
  await vera.go('/settings')
  await vera.page.getByRole('button', { name: 'stadtwerke-lindau.example entfernen' }).click()
  await vera.shows('Dafür fehlt eine Domain, deren Adressen zählen.')
  await rule(vera, 'Alle, mit jeder Adresse')
  await vera.takeBack('Die Regel für neue Mitglieder ist geändert.')
  await vera.settled()
  assert.equal(await vera.page.getByLabel('Wer Mitglied werden kann').inputValue(), 'proved')
  await vera.go('/audit')
  await vera.shows('Vera Vogel hat eine Domain nachgewiesen: stadtwerke-lindau.example (nachgewiesen)')
  await vera.shows('Vera Vogel hat festgelegt, wer Mitglied werden kann: Nur mit einer Adresse nachgewiesener Domains')
  await clean(vera)
})
