// The first load of a large organisation: the list is usable before it has ended, and where it was broken off, it goes on from there.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit } from './cockpit.mjs'
import { grow } from './crowd.mjs'
import { House, close } from './house.mjs'

// Of the first two pages, 2,000 records each, one is the organisation and 23 are groups.
let house, c
const asked = [] // cursors of the pages that were fetched
before(async () => {
  house = await House.open()
  const office = await Cockpit.open(house)
  await office.demo()
  await grow(office, 5_000)
  await office.close()
  c = await Cockpit.open(house)
  c.context.on('request', (r) => /snapshot/.test(r.url()) && asked.push(new URL(r.url()).searchParams.get('cursor') ?? ''))
  let come = 0
  await c.context.route('**/snapshot*', (r) => (come++ < 2 ? r.continue() : null)) // the third page is under way for ever
})
after(close)

test('while it loads, those who are here are found, and can be worked with', async () => {
  await c.as('admin')
  await c.shows('3.976 von 5.000 sind hier, die übrigen kommen gerade')
  await c.act('Sabine Arslan', 'Deaktivieren')
  await c.row('Sabine Arslan').filter({ hasText: 'Deaktiviert' }).waitFor()
  assert.equal(asked.length, 3)
})

test('closed in the middle of it, the app opens without a connection with what has come', async () => {
  await c.stored(40)
  await c.page.evaluate(() => navigator.serviceWorker.ready)
  await c.page.close()
  c.page = undefined
  await c.context.unroute('**/snapshot*')
  await c.context.setOffline(true)
  await c.fresh()
  await c.go('/members?q=arslan+sab')
  await c.row('Sabine Arslan').filter({ hasText: 'Deaktiviert' }).waitFor()
  await c.shows('3.976 von 5.000 sind hier, die übrigen kommen gerade')
})

test('the next start fetches what is missing, and no page twice', async () => {
  const missing = asked.splice(0).at(-1)
  await c.fresh()
  await c.context.setOffline(false)
  await c.go('/members?q=arslan+sab')
  await c.shows('Im Takt')
  await c.row('Sabine Arslan').filter({ hasText: 'wartet' }).waitFor({ state: 'detached' })
  assert.equal(asked[0], missing)
  assert.equal(new Set(asked).size, asked.length)
  assert.ok(!asked.includes(''), 'the first page was fetched again')
  await c.page.getByRole('searchbox').fill('p4000@birkenfurt.example')
  await c.row('p4000@birkenfurt.example').waitFor()
})
