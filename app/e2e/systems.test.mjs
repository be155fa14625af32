// A connected system: its key is made in the browser and shown once, it reports how much storage somebody uses, and once it is disconnected its key
// opens nothing.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, desk, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house
before(async () => { house = await House.open() })
after(close)

// A command's id begins with the time, in Crockford's alphabet.
const id = () => {
  let n = Date.now(), time = ''
  for (let i = 0; i < 10; i++, n = Math.floor(n / 32)) time = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[n % 32] + time
  return time + String(Math.random()).slice(2).padEnd(16, '0').slice(0, 16)
}
const report = (key, used, command = id()) => fetch(`${house.origin}/v1/systems/storage`, {
  method: 'PUT', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` }, body: JSON.stringify({ command, used }),
})

for (const [name, size] of Object.entries({ desk, phone })) {
  test(`a system is connected, reports and is disconnected: ${name}`, async () => {
    const c = await Cockpit.open(house, { size })
    const clean = async () => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
    const card = c.page.locator('#systems')
    const email = `vera.${name}@stadtwerke.example`
    await c.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.origin })
    await c.signUp({ email })
    await c.settled()

    await c.go('/settings')
    await card.getByText('Noch kein System verbunden.').waitFor()
    await c.press('System verbinden')
    const dialog = c.page.locator('dialog[open]')
    await dialog.locator('#system-connect-go').click()
    await dialog.locator('[aria-invalid=true]').waitFor()
    await dialog.getByLabel('Name des Systems').fill('Ablage')
    await dialog.locator('#system-connect-go').click()
    await c.shows('Schlüssel für Ablage')
    await clean()
    await dialog.getByRole('button', { name: 'Kopieren' }).click()
    await c.shows('Der Schlüssel ist kopiert.')
    const key = await c.page.evaluate(() => navigator.clipboard.readText())
    assert.match(key, /^[0-9A-Z]{26}\.[0-9A-Z]{26}\.[\w-]{43}$/)
    await c.press('Fertig')
    await card.getByText('Ablage', { exact: true }).waitFor()
    await card.getByText(/verbunden am .* von Vera Vogel/).waitFor()
    assert.equal(await c.page.locator('#system-key').count(), 0, 'the key is gone')
    await clean()

    await c.member('Vera Vogel')
    await c.settled()
    const shown = c.page.locator('.storage')
    assert.equal(await shown.count(), 0, 'nothing is said where nothing was reported')
    const wrong = await report(key, [{ email, bytes: -1 }, { email: 'nobody@stadtwerke.example', bytes: 1 }])
    assert.equal(wrong.status, 422)
    assert.deepEqual((await wrong.json()).faults.map((f) => [f.row, f.field, f.code]), [[1, 'bytes', 'storage.bytes'], [2, 'email', 'member.notFound']])
    const first = await report(key, [{ email, bytes: 3435973837 }])
    assert.equal(first.status, 200, await first.clone().text())
    assert.equal((await first.json()).changed, 1)
    await shown.getByText('3,2 GB belegt').waitFor() // without loading anew
    await shown.getByText(/gemeldet von Ablage am/).waitFor()
    await clean()

    await c.press('Bearbeiten')
    await c.page.locator('#edit-quota').fill('10 GB')
    await c.press('Speichern')
    await shown.getByText('3,2 GB von 10 GB belegt').waitFor()
    await clean()
    await report(key, [{ email, bytes: 12 * 2 ** 30 }])
    await shown.getByText('12 GB von 10 GB belegt: 2 GB zu viel').waitFor()
    await clean()

    await c.go('/audit')
    await c.shows('Ablage hat den belegten Speicher von')
    await c.shows('hat ein System verbunden: Ablage')
    await c.settled()
    assert.equal(await c.page.getByText('ist weg').count(), 0, 'nothing that waited was lost')
    await clean()

    await c.go('/settings')
    await c.press('Ablage trennen')
    await c.shows('Der Schlüssel von Ablage gilt dann nicht mehr. Was gemeldet ist, bleibt stehen.')
    await clean()
    await c.page.locator('#system-disconnect-go').click()
    await c.shows('Ablage ist getrennt.')
    await c.settled()
    assert.equal((await report(key, [{ email, bytes: 1 }])).status, 401)
    await c.takeBack('Ablage ist getrennt.')
    await card.getByText('Ablage', { exact: true }).waitFor()
    await c.settled()
    assert.equal((await report(key, [{ email, bytes: 1 }])).status, 200, 'taken back, the key works again')

    await c.context.setOffline(true)
    await c.press('System verbinden')
    await c.page.locator('dialog[open]').getByLabel('Name des Systems').fill('ablage')
    await c.page.locator('#system-connect-go').click()
    await c.shows('«Ablage» heißt schon ein System.')
    await c.page.locator('dialog[open]').getByLabel('Name des Systems').fill('Archiv')
    await c.page.locator('#system-connect-go').click()
    await c.shows('Er gilt, sobald dieses Gerät wieder verbunden ist.')
    const late = await c.page.locator('#system-key').inputValue()
    await clean()
    await c.press('Fertig')
    await c.context.setOffline(false)
    await c.shows('Im Takt')
    await c.settled()
    assert.equal((await report(late, [{ email, bytes: 2 }])).status, 200, 'connected offline, it works once it was sent')
    await c.close()
  })
}
