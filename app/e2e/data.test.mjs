// All data of one person as a file, and its end.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
  await c.demo()
})
after(close)

// file presses what downloads one, and reads it.
async function file(press) {
  const download = c.page.waitForEvent('download')
  await press()
  const it = await download
  return { name: it.suggestedFilename(), bytes: readFileSync(await it.path()) }
}

async function sound(where) {
  assert.deepEqual([...(await c.sticksOut()), ...(await c.axe())], [], where)
}

test('all data of somebody, from their page', async () => {
  await c.row('').locator('[data-act=open]').first().or(c.page.locator('[role=row] a').first()).first().click()
  await c.page.locator('#member-menu-open, .member-head').first().waitFor()
  const name = await c.page.locator('#page-title').textContent()
  const choose = async (item) => {
    await c.press('Aktionen')
    await c.page.getByRole('menuitem', { name: item }).click()
  }
  const json = await file(() => choose('Alle Daten als JSON'))
  const data = JSON.parse(json.bytes)
  assert.equal(data.name, name)
  assert.ok(data.history.length > 0 && !data.own && !data.account, 'an admin gets the history and nothing of the account')
  assert.equal(json.name, name.replaceAll(' ', '-') + '-daten.json')
  const pdf = await file(() => choose('Alle Daten als PDF'))
  assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-')
  await c.shows(`Die Daten über ${name} sind heruntergeladen.`)
})

test('one’s own data, from the profile, on a phone; offline the button says why not', async () => {
  await c.page.setViewportSize(phone)
  await c.go('/profile')
  const json = await file(() => c.press('Als JSON für Programme'))
  const data = JSON.parse(json.bytes)
  assert.ok(data.own && data.account.email)
  await sound('the profile')
  await c.context.setOffline(true)
  await c.page.waitForFunction(() => document.querySelector('#data button')?.getAttribute('aria-disabled') === 'true' || document.querySelector('#data button')?.disabled)
  await c.context.setOffline(false)
})
