// What an installed app can do: it is offered, takes lists that the system shares or opens with it, and counts on its icon what waits.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Cockpit } from './cockpit.mjs'
import { House, close } from './house.mjs'

const list = readFileSync(fileURLToPath(new URL('files/personal-2025.csv', import.meta.url)), 'latin1')
let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
  await c.context.addInitScript(() => {
    // What headless browsers lack: an icon, and a system that opens files.
    globalThis.badges = []
    navigator.setAppBadge = async (n) => void globalThis.badges.push(n)
    Object.defineProperty(window, 'launchQueue', { value: { setConsumer: (take) => (globalThis.launch = take) } })
  })
  await c.demo()
  await c.installed()
})
after(close)

// share is what the system does when somebody shares a file with the installed app.
const share = (name, text) => Promise.all([c.page.waitForEvent('load'), c.page.evaluate(([name, text]) => {
  const files = new DataTransfer()
  files.items.add(new File([Uint8Array.from(text, (t) => t.charCodeAt(0))], name, { type: 'text/csv' }))
  const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'multipart/form-data', action: '/import/shared' })
  const input = Object.assign(document.createElement('input'), { type: 'file', name: 'list', files: files.files })
  form.append(input)
  document.body.append(form)
  form.submit()
}, [name, text])])
const waits = () => c.page.evaluate(async () => !!(await caches.match('/import/shared')))

test('the manifest says all that systems want to know, and what it names is there', async () => {
  const cdp = await c.context.newCDPSession(c.page)
  const { errors, data } = await cdp.send('Page.getAppManifest')
  assert.deepEqual(errors, [])
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors')
  assert.deepEqual(installabilityErrors.map((e) => e.errorId).filter((id) => id !== 'in-incognito'), [])
  const manifest = JSON.parse(data)
  const pictures = [...manifest.icons, ...manifest.screenshots, ...manifest.shortcuts.flatMap((s) => s.icons)]
  const wrong = await c.page.evaluate((pictures) => Promise.all(pictures.map(async ({ src, sizes }) => {
    const image = new Image()
    image.src = src
    await image.decode()
    return sizes === 'any' || sizes === `${image.naturalWidth}x${image.naturalHeight}` ? '' : `${src} is no ${sizes}`
  })), pictures)
  assert.deepEqual(wrong.filter(Boolean), [])
  assert.deepEqual(new Set(manifest.screenshots.map((s) => s.form_factor)), new Set(['wide', 'narrow']))
  for (const { name, url } of manifest.shortcuts) {
    await c.go(url)
    await c.page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor()
  }
})

test('installing is offered only while it is possible', async () => {
  await c.go('/members')
  await c.heading('Mitglieder')
  const menu = c.page.locator('[popovertarget=me-menu]')
  const entry = c.page.getByRole('menuitem', { name: 'Als App installieren' })
  await menu.click()
  await c.page.locator('#me-menu:popover-open').waitFor()
  assert.equal(await entry.count(), 0)
  await c.page.evaluate(() => dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: () => (globalThis.asked = true) })))
  await entry.click()
  assert.equal(await c.page.evaluate(() => globalThis.asked), true)
  await menu.click()
  await c.page.locator('#me-menu:popover-open').waitFor()
  await entry.waitFor({ state: 'detached' })
})

test('a list that is shared is in the import, also while the server is away, and is kept nowhere else', async () => {
  await house.without(async () => {
    await share('geteilt.csv', list)
    await c.heading(/geteilt\.csv/)
    assert.equal(await waits(), false)
  })

  // Over a list that is open, somebody is asked.
  await c.page.evaluate((text) => globalThis.launch({ files: [{ getFile: async () => new File([Uint8Array.from(text, (t) => t.charCodeAt(0))], 'zweite.csv') }] }), list)
  await c.dialog().getByText('Was hier offen ist').waitFor()
  await c.dialog().getByRole('button', { name: 'Später' }).click()
  await c.heading(/geteilt\.csv/)
  assert.equal(await waits(), true, 'what was put off is still there')
  await c.page.reload()
  await c.heading(/zweite\.csv/)
  assert.equal(await waits(), false)
})

test('a list that was shared a day ago is dropped', async () => {
  await c.go('/members')
  await c.page.evaluate(async () => (await caches.open('shared')).put('/import/shared', new Response('E-Mail\nx@y.example', { headers: { 'X-Name': 'alt.csv', 'X-At': Date.now() - 25 * 60 * 60 * 1000 } })))
  await c.go('/import')
  await c.heading('Liste importieren')
  await c.page.waitForFunction(async () => !(await caches.has('shared')))
})

test('the icon counts what waits', async () => {
  await c.go('/members/new')
  await c.page.locator('#new-givenName').waitFor()
  await house.without(async () => {
    for (const [name, value] of Object.entries({ givenName: 'Vera', surname: 'Vogel', email: 'vera.vogel@birkenfurt.example' })) await c.page.locator(`#new-${name}`).fill(value)
    await c.page.locator('#new-create').click()
    await c.page.waitForFunction(() => globalThis.badges.at(-1) === 1)
  })
  await c.page.waitForFunction(() => globalThis.badges.at(-1) === 0)
})
