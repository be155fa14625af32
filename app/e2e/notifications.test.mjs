// Notifications: turned on where one is, told in words, and what a click leads to. The maker's push service is away: what it would give
// is made up in the page, and what it would bring is brought by the browser's own tools.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone } from './cockpit.mjs'
import { House, close } from './house.mjs'
import { serviceWorker } from './serviceworker.mjs'

let house
before(async () => {
  house = await House.open()
})
after(close)

// subscribing stands in for the push service of the browser's maker. What was subscribed outlives a reload, as it does in a browser.
const subscribing = () => {
  const url64 = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
  const kept = () => JSON.parse(localStorage.getItem('test.push') || 'null')
  const made = (s) => s && {
    endpoint: s.endpoint,
    options: { applicationServerKey: bytes(s.key).buffer },
    toJSON: () => ({ endpoint: s.endpoint, keys: { p256dh: s.p256dh, auth: s.auth } }),
    unsubscribe: async () => localStorage.removeItem('test.push'),
  }
  PushManager.prototype.getSubscription = async () => made(kept())
  PushManager.prototype.subscribe = async ({ applicationServerKey: key }) => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
    const p256dh = url64(await crypto.subtle.exportKey('raw', pair.publicKey))
    const endpoint = 'https://push.example/' + crypto.randomUUID()
    localStorage.setItem('test.push', JSON.stringify({ endpoint, key, p256dh, auth: url64(crypto.getRandomValues(new Uint8Array(16))) }))
    return made(kept())
  }
}

// open is somebody in the demo, on the page with the settings.
async function open({ allowed = true, ...how } = {}) {
  const c = await Cockpit.open(house, how)
  if (allowed) await c.context.grantPermissions(['notifications'], { origin: house.origin })
  await c.context.addInitScript(subscribing)
  await c.demo()
  await c.installed()
  await c.go('/profile')
  await c.page.getByRole('region', { name: 'Benachrichtigungen' }).waitFor()
  return c
}

// chooses says how one wants to be told of a topic.
async function chooses(c, topic, way) {
  const saved = c.page.waitForResponse((r) => r.url().endsWith('/topics') && r.request().method() === 'PATCH')
  await c.page.getByLabel(topic).selectOption({ label: way })
  assert.equal((await saved).status(), 200)
}

test('without a device the page says that nothing comes in the app', async () => {
  const c = await open({ size: phone })
  await c.shows(/Zurzeit ist das keines/)
  for (const topic of ['Ein Import', 'Ein letzter Tag', 'Eine Ihrer Änderungen', 'Glückwünsche an mich']) await chooses(c, topic, 'Nicht')
  await c.hides(/Zurzeit ist das keines/)
  assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
  await c.close()
})

test('one turns them on, chooses what to learn, and removes a device', async () => {
  const c = await open()
  await c.shows('Auf diesem Gerät bekommen Sie keine Benachrichtigungen.')
  await c.press('Hier einschalten')
  await c.shows('Auf diesem Gerät bekommen Sie Benachrichtigungen, solange Sie angemeldet sind.')
  await c.shows(/Dieses Gerät · seit/)
  const joined = c.page.getByLabel('Jemand hat eine Einladung angenommen')
  assert.equal(await joined.inputValue(), 'none')
  await chooses(c, 'Jemand hat eine Einladung angenommen', 'In der App')
  assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
  const again = c.page.waitForResponse((r) => r.url().endsWith('/v1/push') && r.request().method() === 'PUT')
  await c.page.reload()
  assert.equal((await again).status(), 200, 'at each start the browser says that it is still there')
  await c.shows('Auf diesem Gerät bekommen Sie Benachrichtigungen, solange Sie angemeldet sind.')
  assert.equal(await joined.inputValue(), 'app')
  await c.press(/^Chrome.* entfernen$/)
  await c.shows('Auf diesem Gerät bekommen Sie keine Benachrichtigungen.')
  await c.hides('Ihre Geräte mit Benachrichtigungen')
  assert.equal(await c.page.evaluate(() => localStorage.getItem('test.push')), null)
  await c.close()
})

test('what is to come by mail comes by mail and not in the app; what is not to come does neither', async () => {
  const c = await open()
  await c.press('Hier einschalten')
  await c.shows(/Dieses Gerät · seit/)
  const who = await c.page.evaluate(async () => (await (await fetch('/v1/session')).json()).email)
  const carried = (what) => house.log.join('').split('\n').filter((l) => l.includes('outcome=carried') && l.includes(`what=${what}`)).length
  // imports has a list taken over, and waits until everybody has been told who is to be.
  const imports = async (name) => {
    const before = carried('jobs.ended')
    await c.go('/import')
    const text = `Vorname,Nachname,E-Mail\nZoë,Groß,${name}@acme.example\n`
    await c.page.locator('#imports-file').setInputFiles({ name: `${name}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) })
    await c.press('Eine Zeile übernehmen')
    await c.heading(`${name}.csv ist übernommen`)
    while (carried('jobs.ended') === before) await c.page.evaluate(() => fetch('/v1/session'))
    await c.go('/profile')
  }
  const topic = 'Ein Import oder ein anderer langer Auftrag von Ihnen ist zu Ende'
  await chooses(c, topic, 'Per E-Mail')
  await imports('eins')
  await house.mail(who, (m) => m.subject === 'Ihr Import ist fertig')
  await chooses(c, topic, 'Nicht')
  await imports('zwei')
  assert.deepEqual([carried('push.mail'), house.log.join('').includes('what=push.device')], [1, false])
  await c.close()
})

test('a browser that refuses is told of, and what can be done', async () => {
  const c = await open({ allowed: false, size: phone })
  await c.page.getByRole('button', { name: 'Hier einschalten' }).or(c.page.getByText('Sie haben Benachrichtigungen für diese Website abgelehnt')).first().waitFor()
  if (await c.page.getByRole('button', { name: 'Hier einschalten' }).isVisible()) await c.press('Hier einschalten')
  await c.shows('Sie haben Benachrichtigungen für diese Website abgelehnt')
  assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
  await c.close()
})

test('what a push service brings is said in words, once, and leads where it belongs', async () => {
  const c = await open()
  const tenant = await c.page.evaluate(() => localStorage.getItem('stellwerk.tenant'))
  await c.page.goto('about:blank')
  const w = await serviceWorker(c)
  for (const [message, title, body, url] of [
    [{ topic: 'jobs', state: 'done', import: true, done: 1240, refused: 3, language: 'de' }, 'Ihr Import ist fertig', 'Übernommen: 1.240. Nicht übernommen: 3.', '/import'],
    [{ topic: 'jobs', state: 'done', done: 3, language: 'en' }, 'Your task is done', 'Done: 3.', '/members'],
    [{ topic: 'jobs', state: 'failed', import: true, language: 'en' }, 'Your import has failed', 'Done: 0. The app says what went wrong.', '/import'],
    [{ topic: 'joined', language: 'de' }, 'Jemand ist dazugekommen', 'Die Einladung ist angenommen. Wer es ist, zeigt die Mitgliederliste.', '/members'],
    [{ topic: 'birthdays', people: 1, names: 'Änne Öhler', language: 'de' }, 'Heute hat Änne Öhler Geburtstag', 'Ein guter Tag, um zu gratulieren.', '/birthdays'],
    [{ topic: 'birthdays', people: 2, names: 'Änne Öhler\nOtto Ölmann', language: 'en' }, 'Today is the birthday of 2', 'Änne Öhler, Otto Ölmann', '/birthdays'],
    [{ topic: 'birthdays', people: 5, names: 'A\nB\nC', language: 'de' }, 'Heute haben 5 Geburtstag', 'A, B, C und 2 weitere', '/birthdays'],
    [{ topic: 'greetings', language: 'de' }, 'Ein Glückwunsch für Sie', 'Jemand aus Ihrer Organisation gratuliert Ihnen zum Geburtstag.', '/profile'],
    [{ topic: 'tomorrow', language: 'fr' }, 'Es gibt Neues', 'Was es ist, steht in der App.', '/'],
  ]) {
    const id = String(Math.random())
    await w.deliver({ id, tenant, ...message })
    const one = await w.one(title)
    assert.deepEqual([one.body, one.data.url, one.data.tenant], [body, url, tenant])
    await w.deliver({ id, tenant, ...message }) // twice
    assert.deepEqual(await w.one(title), one)
    await w.clear()
  }
  await w.deliver('no JSON')
  await w.one('Es gibt Neues')
  await w.clear()
  for (const id of ['a', 'b', 'b', 'c']) await w.deliver({ topic: 'joined', id, tenant, language: 'de' })
  await w.one('3 sind dazugekommen')
  await c.close()
})

test('a refused change is told by the worker itself, unless one wants to know nothing of it', async () => {
  const c = await open()
  const tenant = await c.page.evaluate(() => localStorage.getItem('stellwerk.tenant'))
  const set = async (on) => {
    await chooses(c, 'Eine Ihrer Änderungen wurde nicht übernommen', on ? 'In der App' : 'Nicht')
    await c.page.waitForFunction(async ([t, on]) => !(await (await caches.match('/notify', { cacheName: 'notify' })).json()).off.includes(t) === on, [tenant, on])
  }
  await set(false)
  const w = await serviceWorker(c)
  const tell = (data) => w.inside.evaluate((d) => notify('conflicts', d), data)
  await c.page.goto('about:blank')
  await tell({ tenant })
  await w.shown((all) => all.length === 0, 'nothing should be shown')
  await c.go('/profile')
  await set(true)
  await c.page.goto('about:blank')
  await tell({ tenant, count: 2 })
  await w.one('2 Änderungen brauchen Sie')
  await w.clear()
  await c.close()
})

test('a click leads to the page: in the open tab, and in another organisation', async () => {
  const c = await open()
  const w = await serviceWorker(c)
  const tenant = await c.page.evaluate(() => localStorage.getItem('stellwerk.tenant'))
  const open_ = (m) => w.inside.evaluate(async (m) => (await self.clients.matchAll({ includeUncontrolled: true, type: 'window' })).forEach((p) => p.postMessage(m)), m)
  await c.page.evaluate(() => (window.stillHere = true))
  await open_({ open: '/import', tenant })
  await c.heading('Import')
  assert.equal(await c.page.evaluate(() => window.stillHere), true, 'the app led there, nothing was loaded anew')
  await open_({ open: '/members', tenant: '01J0000000000000000000TEST' })
  await c.page.waitForURL(`${house.origin}/members`)
  await c.heading('Mitglieder') // one that is none of one's own opens nothing
  assert.equal(await c.page.evaluate(() => localStorage.getItem('stellwerk.tenant')), tenant)
  await c.close()
})
