// What the service worker promises: the app opens without a connection, a broken deploy changes nothing, and a new version
// waits for the person's word.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Cockpit, quit } from './cockpit.mjs'
import { House } from './house.mjs'

const built = fileURLToPath(new URL('../../build/site', import.meta.url))
let house, c, site
before(async () => {
  site = mkdtempSync(join(tmpdir(), 'stellwerk-site-'))
  cpSync(built, site, { recursive: true })
  house = await House.open({ site })
  c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
  await c.page.evaluate(() => navigator.serviceWorker.ready)
})
after(async () => {
  await c.close()
  await house.close()
  rmSync(site, { recursive: true, force: true })
  await quit()
})

// deploy changes the worker that is served, and starts the server anew, as a new release does.
async function deploy(change) {
  const file = join(site, 'app-worker.js')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  for (const packed of ['br', 'gz']) rmSync(`${file}.${packed}`, { force: true })
  await house.kill()
  await house.start()
}

const opensWithout = async () => {
  await house.kill()
  await c.page.goto(`${house.origin}/members?q=Arslan`)
  await c.row('Sabine Arslan').waitFor()
  await house.start()
  await c.go('/members')
  await c.heading('Mitglieder')
}

test('a deep link opens while the server is away, with what lies on the device', opensWithout)

test('a constant page opens as itself while the server is away, before the app has come', async () => {
  await house.kill()
  const other = await c.context.newPage()
  await other.goto(`${house.origin}/forgotten`)
  await other.locator('.early #forgotten-email, #forgotten-email').first().waitFor()
  assert.equal(await other.evaluate(() => document.documentElement.dataset.at), '/forgotten')
  await other.close()
  await house.start()
})

test('a deploy with a missing file changes nothing', async () => {
  await deploy((worker) => worker.replace(/(const version = "[^"]*)"/, '$1-broken"').replace('new Set([', 'new Set(["/web/missing.0123456789ab.js",'))
  const state = await c.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    await registration.update().catch(() => {})
    const worker = registration.installing
    if (worker) await new Promise((done) => worker.addEventListener('statechange', () => ['redundant', 'installed'].includes(worker.state) && done()))
    return { waiting: !!registration.waiting, caches: await caches.keys() }
  })
  assert.equal(state.waiting, false)
  assert.equal(state.caches.some((name) => name.endsWith('-broken')), false)
  await opensWithout()
})

test('a new version waits for the word, and then takes over', async () => {
  await deploy((worker) => worker.replace('-broken"', '-new"').replace('"/web/missing.0123456789ab.js",', ''))
  await c.page.evaluate(async () => (await navigator.serviceWorker.ready).update())
  await c.shows('Eine neue Version ist da.')
  await Promise.all([c.page.waitForEvent('load'), c.page.getByRole('button', { name: /laden/i }).first().click()])
  await c.heading('Mitglieder')
  await c.page.waitForFunction(async () => (await caches.keys()).every((name) => name.endsWith('-new')))
})
