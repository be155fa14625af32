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

test('somebody deactivated is erased for good, with the name as confirmation and a receipt', async () => {
  const name = await c.page.locator('#page-title').textContent()
  const email = (await c.page.locator('a[href^="mailto:"]').first().getAttribute('href')).slice(7)
  await c.press('Deaktivieren')
  await c.shows(`${name} ist deaktiviert.`)
  await c.press('Aktionen')
  await c.page.getByRole('menuitem', { name: 'Daten endgültig löschen' }).click()
  await c.dialog().getByText('Das lässt sich nicht rückgängig machen, von niemandem.').waitFor()
  await sound('the question')
  await c.dialog().getByLabel('Zur Bestätigung den Namen der Person eingeben').fill('Jemand Anders')
  await c.dialog().getByRole('button', { name: 'Endgültig löschen' }).click()
  await c.dialog().getByText('Das ist nicht der Name der Person.').waitFor()
  await c.dialog().getByLabel('Zur Bestätigung den Namen der Person eingeben').fill(name.toLowerCase())
  await c.dialog().getByRole('button', { name: 'Endgültig löschen' }).click()
  await c.shows('Die Daten der Person werden gelöscht.')
  const receipt = await file(() => c.press('Beleg als PDF'))
  assert.equal(receipt.bytes.subarray(0, 5).toString(), '%PDF-')
  // The device begins anew, and nothing of the person is left on it.
  await c.page.waitForFunction(async () => (await (await fetch(`/v1/tenants/${(await (await fetch('/v1/session')).json()).memberships[0].tenant}/members/${location.pathname.split('/').pop()}/erasure`)).json()).done)
  const left = await c.page.evaluate(async () => {
    const tenant = (await (await fetch('/v1/session')).json()).memberships[0].tenant
    let all = ''
    for (let before = ''; before !== 0; ) {
      const page = await (await fetch(`/v1/tenants/${tenant}/entries${before && `?before=${before}`}`)).json()
      all += JSON.stringify(page.entries)
      before = page.before ?? 0
    }
    return all
  })
  assert.ok(!left.includes(email) && !left.includes(`"${name}"`), 'the history still knows the person')
  await c.go('/audit')
  await c.shows(/hat die Daten einer Person endgültig gelöscht/)
  await c.press('Kette prüfen')
  await c.shows('Keiner wurde nachträglich geändert, keiner fehlt.')
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

test('who signed in a while ago signs in once more before erasing', async () => {
  const vera = await Cockpit.open(house)
  await vera.signUp()
  await vera.go('/members/new')
  for (const [field, value] of Object.entries({ givenName: 'Ben', surname: 'Öhler', email: 'ben@people.example' })) await vera.page.locator(`#new-${field}`).fill(value)
  await vera.page.locator('#new-create').click()
  await vera.heading('Ben Öhler')
  await vera.press('Deaktivieren')
  await vera.settled()
  await vera.page.route('**/erase', (r) => r.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ faults: [{ kind: 'forbidden', code: 'session.stale' }] }) }), { times: 1 })
  await vera.press('Aktionen')
  await vera.page.getByRole('menuitem', { name: 'Daten endgültig löschen' }).click()
  await vera.dialog().getByLabel('Zur Bestätigung den Namen der Person eingeben').fill('Ben Öhler')
  await vera.dialog().getByRole('button', { name: 'Endgültig löschen' }).click()
  const again = vera.page.locator('#members-erase-password')
  await again.fill('vier laute Lokomotiven')
  await vera.dialog().getByRole('button', { name: 'Endgültig löschen' }).click()
  await vera.dialog().getByText('E-Mail-Adresse oder Passwort stimmt nicht').waitFor()
  assert.deepEqual([...(await vera.sticksOut()), ...(await vera.axe())], [])
  await again.fill('vier leise Lokomotiven')
  await vera.dialog().getByRole('button', { name: 'Endgültig löschen' }).click()
  await vera.shows('Die Daten der Person werden gelöscht.')
})
