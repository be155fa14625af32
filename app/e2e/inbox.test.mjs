// Two devices change the same people without knowing of each other: everything that meets is told, and decided by a person.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, here, there
before(async () => {
  house = await House.open()
  here = await Cockpit.open(house, { size: phone })
  await here.demo()
  await here.settled()
  there = await Cockpit.open(house, { state: await here.context.storageState() })
  await there.go('/members')
  await there.heading('Mitglieder')
  await there.settled()
})
after(close)

// meet lets both do something while the first one is offline, and brings them together.
async function meet(mine, theirs) {
  await here.shows('Im Takt')
  await here.context.setOffline(true)
  await here.shows(/Offline seit/)
  await mine()
  await theirs()
  await there.shows('Im Takt')
  await here.context.setOffline(false)
  await here.shows('Im Takt')
}

const item = (name) => here.page.getByRole('article', { name })
const look = async () => {
  await here.visit('Zu klären')
}

test('different fields merge, and nobody is asked', async () => {
  await meet(() => here.edit('Sabine Arslan', { title: 'Leiterin Netz' }), () => there.edit('Sabine Arslan', { phone: '08382 99' }))
  await look()
  await here.shows('Nichts zu klären')
  await here.member('Sabine Arslan')
  await here.shows('Leiterin Netz')
  await here.shows('08382 99')
  await there.member('Sabine Arslan')
  await there.shows('Leiterin Netz') // what is edited there next begins with it
})

test('the same field waits for a decision, with mine, theirs and before', async () => {
  await meet(() => here.edit('Sabine Arslan', { title: 'Meine Position' }), () => there.edit('Sabine Arslan', { title: 'Andere Position' }))
  await here.shows('1 Änderung ist zu klären')
  await here.shows('zu klären') // beside the name
  await here.follow('Klären')
  await here.heading('Zu klären')
  const words = await item('Sabine Arslan').innerText()
  assert.match(words, /Ihr anderes Gerät hat dasselbe Feld geändert\.[^]*Davor[^]*Leiterin Netz[^]*Jetzt[^]*Andere Position[^]*Ihre Eingabe[^]*Meine Position/)
  assert.deepEqual([...await here.axe(), ...await here.sticksOut()], [])
})

test('mine is taken over theirs', async () => {
  await here.press('Meins übernehmen')
  await here.shows('Ihre Änderung ist übernommen.')
  await here.shows('Nichts zu klären')
  await there.member('Sabine Arslan')
  await there.shows('Meine Position')
})

test('theirs stays, and that can be taken back', async () => {
  await meet(() => here.edit('Sabine Arslan', { title: 'Noch eine' }), () => there.edit('Sabine Arslan', { title: 'Die andere' }))
  await look()
  await here.press('So lassen, wie es jetzt ist')
  await here.shows('Nichts zu klären')
  await here.takeBack('Es bleibt, wie es jetzt ist.')
  await item('Sabine Arslan').waitFor()
  await here.press('So lassen, wie es jetzt ist')
  await here.shows('Nichts zu klären')
  await here.member('Sabine Arslan')
  await here.shows('Die andere')
})

test('editing begins with mine on top of theirs, and saving resolves', async () => {
  await meet(
    () => here.edit('Sabine Arslan', { title: 'Mein Vorschlag' }),
    () => there.edit('Sabine Arslan', { title: 'Ihr Vorschlag', location: 'Bregenz' }),
  )
  await look()
  await item('Sabine Arslan').getByRole('link', { name: 'Bearbeiten' }).click()
  assert.equal(await here.page.locator('#edit-title').inputValue(), 'Mein Vorschlag')
  assert.equal(await here.page.locator('#edit-location').inputValue(), 'Bregenz')
  await here.page.locator('#edit-title').fill('Unser Vorschlag')
  await here.press('Speichern')
  await here.shows('Unser Vorschlag')
  await look()
  await here.shows('Nichts zu klären')
})

test('the same for all of a kind', async () => {
  const both = ['Peter Ackermann', 'Holger Abel']
  const all = (c, what) => async () => {
    for (const name of both) await c.edit(name, { title: what })
  }
  await meet(all(here, 'Meine'), all(there, 'Andere'))
  await look()
  await here.shows('Mitglied bearbeiten: 2 Mal aus demselben Grund')
  await here.page.getByRole('group', { name: /2 Mal/ }).getByRole('button', { name: 'Meins übernehmen' }).click()
  await here.shows('2 Ihrer Änderungen sind übernommen.')
  await here.shows('Nichts zu klären')
  for (const name of both) {
    await there.member(name)
    await there.shows('Meine')
  }
})

test('somebody deleted meanwhile can be brought back with mine', async () => {
  await meet(() => here.edit('Holger Abel', { phone: '08382 11' }), () => there.remove('Holger Abel'))
  await look()
  await here.shows('Ihr anderes Gerät hat dieses Mitglied inzwischen gelöscht.')
  await here.press('Wiederherstellen und meins übernehmen')
  await there.member('Holger Abel')
  await there.shows('08382 11')
})

test('what waits is listed, and can be taken back', async () => {
  await here.shows('Im Takt')
  await here.context.setOffline(true)
  await here.edit('Sabine Arslan', { location: 'Nirgends' })
  await look()
  await here.shows('Wartet auf den Versand')
  await here.shows('Sabine Arslan ist geändert.')
  assert.deepEqual([...await here.axe(), ...await here.sticksOut()], [])
  await here.press('Zurücknehmen')
  await here.shows('Nichts zu klären')
  await here.context.setOffline(false)
  await here.shows('Im Takt')
  await there.member('Sabine Arslan')
  await there.shows('Bregenz')
})
