// How sure it is who somebody is: agents are named, confirm others, also without a connection, and it is all kept.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c, me
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house, { size: phone })
  await c.demo()
  await c.settled()
  me = 'Marlene Seidel'
})
after(close)

const clean = async () => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
const fact = () => c.page.locator('.member-fact').filter({ has: c.page.getByText('Identität', { exact: true }) })
const more = async (item) => {
  await c.page.locator('[popovertarget=member-menu]').click()
  await c.page.getByRole('menuitem', { name: item }).click()
}

test('who belongs to the organisation is confirmed by that', async () => {
  await c.member(me)
  await fact().getByText('Stufe 2: durch Zugehörigkeit bestätigt').waitFor()
  assert.equal(await c.page.getByRole('button', { name: 'Identität bestätigen' }).count(), 0)
})

test('an agent is named, and that is taken back and done again', async () => {
  await more('Zur Registrierungsstelle ernennen')
  await fact().getByText('Ist Registrierungsstelle').waitFor()
  await c.takeBack(`${me} ist Registrierungsstelle.`)
  await fact().getByText('Ist Registrierungsstelle').waitFor({ state: 'detached' })
  await more('Zur Registrierungsstelle ernennen')
  await fact().getByText('Ist Registrierungsstelle').waitFor()
  await clean()
})

test('an agent confirms somebody, without a connection', async () => {
  await c.context.setOffline(true)
  await c.member('Holger Abel')
  await c.press('Identität bestätigen')
  await c.dialog().getByRole('button', { name: 'Identität bestätigen' }).click()
  await c.dialog().getByText('Bitte wählen Sie, was Sie geprüft haben.').waitFor()
  await clean()
  await c.dialog().getByRole('radio', { name: 'Reisepass' }).check()
  await c.dialog().getByRole('button', { name: 'Identität bestätigen' }).click()
  await c.shows('Die Identität von Holger Abel ist bestätigt.')
  await fact().getByText('Stufe 3: geprüft für qualifizierte Signaturen').waitFor()
  await fact().getByText(`Reisepass geprüft von ${me}`).waitFor()
  await c.context.setOffline(false)
  await c.shows('Im Takt')
})

test('another name says under which it was checked', async () => {
  await c.press('Bearbeiten')
  await c.page.locator('#edit-surname').fill('Abel-Krüger')
  await c.press('Speichern')
  await c.shows('Holger Abel-Krüger ist geändert.')
  await fact().getByText('Geprüft wurde unter dem Namen «Holger Abel».').waitFor()
  await clean()
})

test('it is withdrawn, and the trail tells it', async () => {
  await c.press('Bestätigung zurücknehmen')
  await fact().getByText('Stufe 3: geprüft für').waitFor({ state: 'detached' })
  await c.visit('Verlauf')
  await c.shows(`${me} hat die Identität von Holger Abel`)
  await c.shows(/die Bestätigung der Identität von .* zurückgenommen/)
})

test('an agent confirms whom they add', async () => {
  await c.go('/members/new')
  await c.heading('Mitglied anlegen')
  await c.settled()
  for (const [field, value] of [['givenName', 'Nora'], ['surname', 'Neumann'], ['email', 'nora.neumann@birkenfurt.example']]) await c.page.locator(`#new-${field}`).fill(value)
  await c.page.locator('#new-identified').getByRole('radio', { name: 'Personalausweis' }).check()
  await clean()
  await c.press('Anlegen')
  await c.heading('Nora Neumann')
  await fact().getByText('Stufe 3: geprüft für').waitFor()
})
