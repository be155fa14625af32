// Last days: set for one and for many, without a connection too, changed, withdrawn and taken back; what is missed says why.
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

const clean = async () => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
const row = (name) => c.page.getByRole('listitem').filter({ has: c.page.getByRole('link', { name, exact: true }) })
const inDays = (n) => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10)
const spelled = (iso) => iso.split('-').reverse().join('.')
const plan = async (day, then) => {
  await c.page.locator('#members-schedule-day').fill(day)
  if (then) await c.dialog().getByRole('radio', { name: then }).check()
  await clean()
  await c.dialog().getByRole('button', { name: 'Planen' }).click()
}
let name

test('the last day of one is set on their page, and stands in the list', async () => {
  await c.go('/members?kind=user&status=active&sort=role&down=1')
  const link = c.page.locator('[role=row] a[href^="/members/"]').first()
  name = (await link.innerText()).trim()
  await c.go(await link.getAttribute('href'))
  await c.heading(name)
  await c.page.getByRole('button', { name: 'Weitere Aktionen' }).or(c.page.locator('#member-menu-button, [aria-controls=member-menu], [popovertarget=member-menu]')).first().click()
  await c.page.getByRole('menuitem', { name: 'Letzten Tag planen' }).click()
  await plan(inDays(30))
  await c.shows(`Der letzte Tag von ${name} ist der ${spelled(inDays(30))}.`)
  await c.shows('Wird deaktiviert, geplant von')
  await clean()
  await c.go(`/members?q=${encodeURIComponent(name)}`)
  await c.shows(`bis ${spelled(inDays(30))}`)
  await c.settled()
})

test('the page of what is scheduled changes it and takes it back', async () => {
  await c.go('/scheduled')
  await c.heading('Geplant')
  await c.shows('in 30 Tagen')
  await clean()
  await row(name).getByRole('button', { name: `Letzten Tag von ${name} ändern` }).click()
  await plan(inDays(3), 'Löschen')
  await c.shows('in 3 Tagen')
  await c.shows('Wird gelöscht, geplant von')
  await row(name).getByRole('button', { name: `Zurücknehmen, was für ${name} geplant ist` }).click()
  await c.shows('Nichts ist geplant')
  await clean()
  await c.takeBack(`Für ${name} ist nichts mehr geplant.`)
  await row(name).waitFor()
  await c.settled()
})

test('without a connection the last day of several is set, and sent later', async () => {
  await c.context.setOffline(true)
  await c.go('/members?kind=guest')
  const rows = c.page.locator('[role=row]:not(:has([role=columnheader]))').and(c.page.locator(':visible'))
  for (const i of [1, 2]) await rows.nth(i).locator('[data-act=select]').first().click()
  await c.page.getByRole('toolbar').getByRole('button', { name: 'Letzten Tag planen' }).click()
  await plan(inDays(0))
  await c.shows(`Der letzte Tag von 2 Mitgliedern ist der ${spelled(inDays(0))}.`)
  await c.go('/scheduled')
  await c.shows('Heute')
  await c.context.setOffline(false)
  await c.settled()
  await c.go('/audit')
  await c.shows('als letzten Tag geplant, danach: deaktivieren')
  await clean()
})

test('a term is renewed by its own length in one tap, and that is taken back', async () => {
  await c.go('/members/new')
  await c.fill({ Vorname: 'Pia', Nachname: 'Praktikantin', 'E-Mail': 'pia.praktikantin@birkenfurt.example' })
  await c.page.locator('#new-firstDay').fill(inDays(10))
  await c.page.locator('#new-until').fill(inDays(19))
  await clean()
  await c.page.locator('#new-create').click()
  await c.heading('Pia Praktikantin')
  await c.go('/members?q=Praktikantin')
  await c.shows(`ab ${spelled(inDays(10))}`)
  await c.go('/scheduled')
  await row('Pia Praktikantin').getByRole('button', { name: `Pia Praktikantin bis zum ${spelled(inDays(29))} verlängern` }).click()
  await c.shows('in 29 Tagen')
  await clean()
  await c.takeBack(`Pia Praktikantin ist bis zum ${spelled(inDays(29))} verlängert.`)
  await c.shows('in 19 Tagen')
  await c.settled()
})

test('the list shows whose last day is near', async () => {
  await c.go('/members')
  await c.press('Filter')
  await c.page.locator('#members-ends').selectOption('1')
  await c.shows('Pia Praktikantin')
  await c.go('/members?ends=1&sort=until')
  await c.shows('Endet in den nächsten 30 Tagen')
  await c.shows(name)
  await clean()
})

test('a day that is over is refused', async () => {
  await c.go('/scheduled')
  await row(name).getByRole('button', { name: `Letzten Tag von ${name} ändern` }).click()
  await plan('2020-01-31')
  await c.shows('Dieser Tag ist schon vorbei.')
  await clean()
})
