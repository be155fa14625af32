// The audit trail: who did what to whom, when and on what, as those read it who have to answer for it.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'
import { session } from './town.mjs'

withoutWindows()
let house, c, state
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
  state = await c.context.storageState()
})
after(close)

const line = (text) => c.page.getByRole('listitem').filter({ hasText: text }).first()
const unfold = async (text) => {
  await line(text).getByRole('button', { name: /Einzelheiten zu Eintrag/ }).click()
  await line(text).getByText('Prüfsumme').waitFor()
}
const query = () => new URL(c.page.url()).search

async function deactivate(name) {
  await c.go('/members')
  await c.settled()
  await c.act(name, 'Deaktivieren')
  await c.shows(`${name} ist deaktiviert.`)
  await c.shows('Im Takt')
}

test('an entry is a sentence with its day, time and device', async () => {
  await deactivate('Sabine Arslan')
  await c.visit('Verlauf')
  await c.page.getByRole('heading', { level: 2, name: /Heute/ }).waitFor()
  const said = await line('Marlene Seidel hat Sabine Arslan deaktiviert').innerText()
  assert.match(said, /\d\d:\d\d/)
  assert.match(said, /Chrome auf Linux/)
  assert.match(said, /Eintrag 362/)
  assert.match(await line('Thomas Arslan hat bei').innerText(), /Edge auf Windows/)
})

test('unfolded it shows what it was and what it became', async () => {
  await unfold('Sabine Arslan deaktiviert')
  const open = await line('Sabine Arslan deaktiviert').innerText()
  assert.match(open, /Zugang[^]*offen[^]*beendet/)
  assert.match(open, /Chrome auf Linux, Computer/)
  assert.match(open, /Prüfsumme/)
})

test('taking back says first what will happen, and both entries lead to each other', async () => {
  const it = line('Sabine Arslan deaktiviert')
  await it.getByRole('button', { name: 'Zurücknehmen …' }).click()
  const plan = it.getByRole('group', { name: 'Wenn Sie Eintrag 362 zurücknehmen' })
  assert.match(await plan.innerText(), /Sabine Arslan[^]*Zugang[^]*beendet[^]*offen/)
  await plan.getByRole('button', { name: 'Lassen' }).click()
  await plan.waitFor({ state: 'detached' })
  await it.getByRole('button', { name: 'Zurücknehmen …' }).click()
  await plan.getByRole('button', { name: 'Eintrag 362 zurücknehmen' }).click()
  await line('Marlene Seidel hat Eintrag 362 zurückgenommen: Sabine Arslan ist nicht mehr deaktiviert').waitFor()
  await it.getByRole('link', { name: 'Eintrag 363' }).first().click()
  await c.page.waitForURL(/entry=363/)
  await c.page.locator('#entry-363 .trail-open').waitFor()
  await c.page.locator('#entry-363').getByRole('link', { name: 'Eintrag 362' }).first().click()
  await c.page.waitForURL(/entry=362/)
})

test('where it can not be taken back it says why, and leads to what stands in the way', async () => {
  await c.go('/audit?entry=358')
  await line('Heinz Tran und 4 weitere deaktiviert').getByText('Seitdem hat sich etwas geändert').waitFor()
  await line('Heinz Tran und 4 weitere deaktiviert').getByRole('link', { name: 'Eintrag 359' }).click()
  await c.page.locator('#entry-359 .trail-open').waitFor()
})

test('the link to an entry opens it, in view, also after loading anew', async () => {
  for (const arrive of [() => c.go('/audit?entry=100'), () => c.page.reload()]) {
    await arrive()
    const it = c.page.locator('#entry-100')
    await it.locator('.trail-open').waitFor()
    await c.shows('Der Verlauf beginnt hier bei Eintrag 120.')
    await c.page.waitForFunction(() => {
      const at = document.querySelector('#entry-100').getBoundingClientRect()
      return at.top >= 0 && at.bottom <= innerHeight
    })
    assert.equal(await c.page.evaluate(() => document.activeElement.id), 'entry-100-fold')
  }
  await c.follow('Zum neuesten Eintrag')
  await line('Eintrag 363').waitFor()
  await c.go('/audit?entry=4711')
  await c.shows('Eintrag 4711 steht nicht im Verlauf.')
})

test('filters are in the address', async () => {
  await c.go('/audit')
  await c.page.getByRole('button', { name: 'Wer', exact: true }).click()
  await c.page.getByRole('menuitemradio', { name: 'Tobias Höfer' }).click()
  await c.page.waitForURL(/who=/)
  await c.page.getByRole('button', { name: 'Wer: Tobias Höfer', exact: true }).waitFor()
  await line('Tobias Höfer hat bei').waitFor()
  await c.page.getByRole('button', { name: 'Was', exact: true }).click()
  await c.page.getByRole('menuitemradio', { name: 'Mitglied angelegt' }).click()
  await c.page.waitForURL(/what=members.create/)
  await line('Tobias Höfer hat bei').waitFor({ state: 'detached' })
  await c.page.reload()
  await c.page.getByRole('button', { name: 'Was: Mitglied angelegt', exact: true }).waitFor()
  await line('Tobias Höfer hat Tobias Wolff angelegt').waitFor()
  assert.equal(await c.page.getByRole('listitem').filter({ hasText: 'Thomas Arslan hat' }).count(), 0)
  await c.press('Wer: Tobias Höfer entfernen')
  await line('Thomas Arslan hat').waitFor()
  await c.press('Filter aufheben')
  await c.page.waitForFunction(() => location.search === '')
  await c.page.getByRole('button', { name: 'Über wen', exact: true }).click()
  await c.field('Namen suchen').fill('tran heinz')
  await c.dialog().getByRole('button', { name: /Heinz Tran/ }).click()
  await c.page.waitForURL(/about=/)
  await line('Heinz Tran reaktiviert').waitFor()
  await c.shows('Mehr passt nicht zu diesen Filtern.')
  await c.go('/audit?what=members.delete')
  await c.shows('Dazu steht nichts im Verlauf')
  await c.page.getByRole('button', { name: 'Wann', exact: true }).click()
  await c.page.getByRole('menuitemradio', { name: 'Zeitraum …' }).click()
  await c.field('Von').fill('2026-01-31')
  await c.page.waitForURL(/from=2026-01-31/)
  assert.match(query(), /what=members.delete/)
})

test('arrows lead from entry to entry, Enter opens', async () => {
  await c.go('/audit')
  await line('Eintrag 363').waitFor()
  await c.page.locator('#entry-363-fold').focus()
  await c.page.keyboard.press('ArrowDown')
  await c.page.keyboard.press('ArrowDown')
  assert.equal(await c.page.evaluate(() => document.activeElement.id), 'entry-361-fold')
  await c.page.keyboard.press('Enter')
  await c.page.locator('#entry-361 .trail-open').waitFor()
  await c.page.keyboard.press('Home')
  assert.equal(await c.page.evaluate(() => document.activeElement.id), 'entry-363-fold')
})

test('the chain is checked, and the result says what it means', async () => {
  await c.press('Kette prüfen')
  await c.shows('Alle 363 Einträge sind geprüft. Keiner wurde nachträglich geändert, keiner fehlt.')
  assert.deepEqual(await c.axe(), [])
  await c.page.keyboard.press('Escape')
})

test('the export holds what the filters show, with the device', async () => {
  await c.go('/audit?what=members.edit')
  await line('hat bei').waitFor()
  await c.press('Exportieren')
  await c.shows('Was der Filter zeigt')
  const [file] = await Promise.all([c.page.waitForEvent('download'), c.page.getByRole('menuitem', { name: 'Als CSV' }).click()])
  const rows = readFileSync(await file.path(), 'utf8').split('\r\n')
  assert.match(rows[0], /Gerät/)
  assert.match(rows[1], /members\.edit/)
  assert.match(rows.join('\n'), /Edge auf Windows[^\n]*Telefon/)
  await c.go('/audit')
  await line('Eintrag 363').waitFor()
  await c.press('Exportieren')
  const [json] = await Promise.all([c.page.waitForEvent('download'), c.page.getByRole('menuitem', { name: 'Als JSON' }).click()])
  const { entries } = JSON.parse(readFileSync(await json.path(), 'utf8'))
  assert.equal(entries.length, 363)
  assert.deepEqual(entries[0].device, { kind: 'computer', browser: 'Chrome', system: 'Linux' })
  assert.equal(entries[362].device, undefined)
})

test('without a connection what the device knows is shown, and the rest says what it needs', async () => {
  await deactivate('Peter Ackermann')
  await c.context.setOffline(true)
  await c.visit('Verlauf')
  await c.shows(/Ohne Verbindung steht hier nur, was dieses Gerät/)
  await line('Marlene Seidel hat Peter Ackermann deaktiviert').waitFor()
  await c.shows('Was davor war, kommt, sobald wieder eine Verbindung besteht.')
  await unfold('Peter Ackermann deaktiviert')
  await line('Peter Ackermann deaktiviert').getByText('Zugang').waitFor()
  assert.deepEqual(await c.axe(), [])
  await c.context.setOffline(false)
  await line('Thomas Arslan hat Heinz Tran reaktiviert').waitFor()
})

test('what could not be loaded can be tried again', async () => {
  const broken = { type: 'about:blank', title: 'x', status: 500, code: 'server.failed', faults: [{ kind: 'unavailable', code: 'server.failed', values: { id: 'x' } }] }
  await c.page.route('**/entries*', (r) => r.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(broken) }))
  await c.go('/audit')
  await c.shows('Der Verlauf ließ sich nicht laden')
  await c.page.unroute('**/entries*')
  await c.press('Noch einmal versuchen')
  await line('Marlene Seidel hat Peter Ackermann deaktiviert').waitFor()
})

test('what went wrong has a number, by which the operator finds what was asked', async () => {
  const number = async (path) => (await c.page.waitForRequest(path)).headerValue('x-request-id')
  await c.page.route('**/entries*', (r) => r.fulfill({ status: 503, body: 'the proxy has nobody to ask' }))
  const asked = number('**/entries*')
  await c.go('/audit')
  await c.shows(`Nummer für Rückfragen: ${await asked}`)
  await c.page.unroute('**/entries*')
  await c.press('Noch einmal versuchen')
  await line('Marlene Seidel hat Peter Ackermann deaktiviert').waitFor()

  const done = number('**/commands')
  await deactivate('Georg Ackermann')
  const id = await done
  assert.match(id, /^[0-9a-f]{12}$/)
  const told = house.log.join('').split('\n').filter((l) => l.includes(`request=${id} `))
  const command = told.find((l) => l.includes('msg=command '))
  assert.match(command, /account=\w+ tenant=\w+ deed=members\.deactivate command=\w+ state=applied again=false seq=\d+ /)
  assert.match(told.find((l) => l.includes('msg=request ')), /status=200 .* rcu=\d+ wcu=\d+/)
  const [, seq] = command.match(/ seq=(\d+) /)
  await c.go(`/audit?entry=${seq}`)
  await c.page.locator(`#entry-${seq}`).getByText('Georg Ackermann').first().waitFor()
})

test('on the phone each entry is a card, with nothing wider than the screen', async () => {
  const p = await Cockpit.open(house, { size: phone, state })
  await p.go('/audit?entry=357')
  const it = p.page.locator('#entry-357')
  await it.getByRole('button', { name: 'Zurücknehmen …' }).click()
  await it.getByRole('button', { name: 'Eintrag 357 zurücknehmen' }).waitFor()
  assert.deepEqual([...(await p.sticksOut()), ...(await p.axe())], [])
  for (const b of await it.getByRole('button').all()) {
    const box = await b.boundingBox()
    assert.ok(box.height >= 44 && box.width >= 44, `${await b.innerText()} is ${box.width} by ${box.height} px`)
  }
  await p.close()
})

test('a press reaches the entry on which it began, also where newer ones push it away meanwhile', async () => {
  await c.go('/audit')
  await c.settled()
  const latest = Number(await c.page.locator('.trail-row').first().getAttribute('data-seq'))
  const { ask, tenant } = await session(house)
  await c.page.locator(`#entry-${latest}-fold`).hover()
  await c.page.mouse.down()
  await ask(`/v1/tenants/${tenant}/deeds/tenants.setOffline`, { from: 720, to: 336 })
  await line(`Eintrag ${latest + 1}`).waitFor()
  await c.page.mouse.up()
  await c.page.locator(`#entry-${latest} .trail-open`).waitFor()
  assert.equal(await c.page.locator('.trail-open').count(), 1)
})

test('what a press unfolds stays unfolded on a slow device', async () => {
  const fold = c.page.locator('.trail-row').nth(3).locator('.trail-fold')
  await c.slow()
  for (const open of [true, false]) {
    await fold.click()
    await c.page.waitForFunction(([b, open]) => b.ariaExpanded === String(open) && b.closest('.trail-row').querySelectorAll('.trail-open').length === Number(open), [await fold.elementHandle(), open])
  }
})
