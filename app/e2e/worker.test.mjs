// What the service worker promises: the app opens without a connection, a broken deploy changes nothing, a new version waits for
// the person's word and never costs anybody what they have typed, and what is damaged is never run.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, quit } from './cockpit.mjs'
import { House } from './house.mjs'
import { Release } from './release.mjs'

let house, c, release
before(async () => {
  release = new Release()
  house = await House.open({ site: release.dir })
  c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
  await c.installed()
})
after(async () => {
  await c?.close()
  await house?.close()
  release.close()
  await quit()
})

// restart is how a server begins to serve what was deployed.
async function restart() {
  await house.kill()
  await house.start()
}
const versions = (page = c.page) => page.evaluate(async () => (await caches.keys()).filter((n) => n.startsWith('stellwerk-')))
// look lets the browser look for a new version, until that waits or has failed.
const look = (page = c.page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready
  await registration.update().catch(() => {})
  const next = registration.installing
  if (next) await new Promise((done) => next.addEventListener('statechange', () => ['redundant', 'installed'].includes(next.state) && done()))
  return !!registration.waiting
})
const another = async (path) => {
  const page = await c.context.newPage()
  await page.goto(house.origin + path)
  await page.locator('.frame-app').waitFor()
  return page
}
const offer = (page) => page.locator('.banner').filter({ hasText: 'Eine neue Version ist da.' })
// taken waits until the page is of the version that was deployed last. Chromium may put it off for half a minute while the worker in charge is busy,
// however often it is told.
const taken = () => c.page.waitForFunction((style) => document.querySelector('link[rel=stylesheet]')?.getAttribute('href') === style, release.style, { timeout: 120_000 })
const reloaded = (page) => page.waitForEvent('load')

const opensWithout = async () => {
  await house.without(async () => {
    await c.go('/members?q=Arslan')
    await c.row('Sabine Arslan').waitFor()
    await c.shows(/^Offline/)
  })
  await c.go('/members')
  await c.heading('Mitglieder')
}

test('a deep link opens while the server is away, with what lies on the device', opensWithout)

test('a constant page opens as itself while the server is away, before the app has come', () => house.without(async () => {
  const other = await c.context.newPage()
  // The app would lead whoever is signed in on to their page.
  await other.addInitScript(() => {
    for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming']) WebAssembly[name] = () => new Promise(() => {})
  })
  await other.goto(`${house.origin}/forgotten`)
  await other.locator('.early #forgotten-email, #forgotten-email').first().waitFor()
  assert.equal(await other.evaluate(() => document.documentElement.dataset.at), '/forgotten')
  await other.close()
}))

test('what the server answers is never kept by the worker, and never answered by it', async () => {
  const kept = () => c.page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (n) => (await (await caches.open(n)).keys()).map((r) => new URL(r.url).pathname)))).flat())
  await c.page.evaluate(() => Promise.all(['/v1/session', '/local/outbox.json'].map((address) => fetch(address, { cache: 'default' }))))
  assert.ok((await kept()).includes('/app.html'))
  assert.deepEqual((await kept()).filter((address) => /^\/(v1|local)\//.test(address)), [])
  await house.without(async () => assert.equal(await c.page.evaluate(() => fetch('/v1/session').then(() => 'answered', () => 'away')), 'away'))
})

test('a deploy with a file missing, or with one of another version, changes nothing', async () => {
  const before = await versions()
  const worker = release.read('app-worker.js')
  for (const [story, how] of [
    ['missing', (text) => text.replace('const files = {', 'const files = {"/web/missing.0123456789ab.js":"sha256-AAAA",')],
    ['mixed', (text) => text.replace(/("\/app.html":"sha256-).{43}/, `$1${'A'.repeat(43)}`)],
  ]) {
    release.write('app-worker.js', worker)
    release.change('app-worker.js', (text) => how(text).replace(/const version = "[^"]*"/, `const version = "stellwerk-${story}"`))
    await restart()
    assert.equal(await look(), false, story)
    assert.deepEqual(await versions(), before, story)
  }
  release.write('app-worker.js', worker)
  await opensWithout()
})

test('a new version waits for the word, then all tabs take it, but none before what is typed in it is done with', async () => {
  const old = { style: release.style, versions: await versions() }
  release.next('two')
  await restart()
  const form = await another('/members/new')
  await form.locator('#new-givenName').fill('Vera')
  await look()
  await offer(c.page).getByRole('button').waitFor()

  // The tab with the form takes the word, and waits.
  await offer(form).getByRole('button').click()
  await offer(form).getByText('sobald').waitFor()
  assert.deepEqual(await versions(), [...old.versions, 'stellwerk-two'])

  // The word in the other tab: that one goes on with the new version at once.
  await Promise.all([reloaded(c.page), offer(c.page).getByRole('button').click()])
  await c.heading('Mitglieder')
  assert.equal(await c.page.locator('link[rel=stylesheet]').getAttribute('href'), release.style)
  assert.equal(await form.locator('#new-givenName').inputValue(), 'Vera')
  assert.equal(await form.evaluate((address) => fetch(address).then((r) => r.status), old.style), 200, 'the page of the version before still has its files')

  // Saved: now the new version comes here too, and the old one’s files go.
  await form.locator('#new-surname').fill('Vogel')
  await form.locator('#new-email').fill('vera.vogel@stadtwerke.example')
  await Promise.all([reloaded(form), form.locator('#new-create').click()])
  await form.getByRole('heading', { level: 1, name: 'Vera Vogel' }).waitFor()
  await form.waitForFunction(async () => (await caches.keys()).filter((n) => n.startsWith('stellwerk-')).join() === 'stellwerk-two')
  await form.close()
})

test('a new version that has waited for a day is taken at the next start', async () => {
  release.next('three')
  await restart()
  assert.equal(await look(), true)
  await offer(c.page).waitFor()
  const day = 24 * 60 * 60 * 1000
  await c.page.evaluate((since) => localStorage.setItem('stellwerk.updateSeen', since), Date.now() - day + 60_000)
  await c.page.reload()
  await offer(c.page).waitFor()
  await c.page.evaluate((since) => localStorage.setItem('stellwerk.updateSeen', since), Date.now() - day)
  await c.page.reload()
  await taken()
  await c.heading('Mitglieder')
})

test('a new version whose turn the browser puts off is taken all the same', async () => {
  release.next('four')
  await restart()
  assert.equal(await look(), true)
  await c.page.evaluate(() => (ServiceWorker.prototype.postMessage = () => {}))
  await offer(c.page).getByRole('button').click()
  await taken()
  await c.heading('Mitglieder')
})

test('a version that the server no longer understands keeps all and asks for the new one', async () => {
  const shapes = new Set()
  await c.page.route('**/v1/**', (r) => shapes.add(r.request().headers()['stellwerk-shape']) && r.fulfill({ status: 426, contentType: 'application/problem+json', body: JSON.stringify({ faults: [{ kind: 'unavailable', code: 'app.outdated' }] }) }))
  await c.shows('Diese Version ist zu alt für den Server.')
  assert.deepEqual([...shapes], ['1'])
  assert.equal(await c.page.getByText('Offline seit').and(c.page.locator('.banner *')).count(), 0, 'the server is there')
  await c.page.unroute('**/v1/**')
  await Promise.all([reloaded(c.page), c.page.locator('.banner').getByRole('button', { name: 'Neu laden' }).click()])
  await c.heading('Mitglieder')
})

// damage puts other bytes in the place of a file that is kept.
const damage = (address, bytes) => c.page.evaluate(async ([address, bytes]) => {
  for (const name of (await caches.keys()).filter((n) => n.startsWith('stellwerk-'))) {
    const type = address.endsWith('.wasm') ? 'application/wasm' : 'text/javascript'
    await (await caches.open(name)).put(address, new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }))
  }
}, [address, bytes])
const kept = (address) => c.page.evaluate(async (address) => (await (await caches.match(address)).arrayBuffer()).byteLength, address)
const another_program = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0] // that does nothing

test('a damaged program is fetched anew, and never run', async () => {
  await damage(release.wasm, another_program)
  await c.go('/members')
  await c.heading('Mitglieder')
  assert.equal(await kept(release.wasm), release.read(release.wasm).length)

  await damage(release.exec, [...Buffer.from('globalThis.damaged = true')])
  await (await c.context.newCDPSession(c.page)).send('Network.clearBrowserCache') // it would not ask the worker
  await c.go('/members')
  await c.heading('Mitglieder')
  assert.equal(await c.page.evaluate(() => globalThis.damaged), undefined)
  assert.equal(await kept(release.exec), release.read(release.exec).length)
  assert.match(c.complaints.splice(0).join(), /^console: .*integrity[^,]*$/)

  await damage(release.wasm, another_program)
  await house.without(async () => {
    await c.go('/members')
    await c.shows('Das Programm ist beschädigt angekommen')
  })
  await c.go('/members')
  await c.heading('Mitglieder')
})

test('a program that is served damaged is not run either', async () => {
  const program = release.read(release.wasm)
  release.write(release.wasm, Buffer.from(another_program))
  const visitor = await Cockpit.open(house, { serviceWorkers: 'block', state: await c.context.storageState() })
  await visitor.go('/members')
  await visitor.shows('Das Programm ist beschädigt angekommen')
  await visitor.close()
  release.write(release.wasm, program)
})
