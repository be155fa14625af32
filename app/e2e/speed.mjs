// How fast the first pages are on a phone network and a slow processor: make speed. Cold and warm visits alternate, so that what else the
// machine does falls on both. Figures are for comparing with the budget, not with another machine's.
//   --runs=5    of each
//   --strict    exit 1 if a median is over its budget
import { parseArgs } from 'node:util'
import { Cockpit, launch, phone, quit } from './cockpit.mjs'
import { House } from './house.mjs'

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '5' }, strict: { type: 'boolean', default: false }, site: { type: 'string', default: 'build/release' } } })
const fast4G = { offline: false, latency: 165, downloadThroughput: (9e6 * 0.9) / 8, uploadThroughput: (1.5e6 * 0.9) / 8 }
const slower = 4 // times
// The budget is that of a first visit. A page with somebody's data waits for the program and the data on top of it: its figures are shown
// beside, to be compared with those of the build before.
const budget = { '/sign-in': { cold: { readable: 1000, interactive: 4000 }, warm: { readable: 1000, interactive: 1600 } }, '/members': { cold: {}, warm: {} } }

// What a person can read, and what they do first: its effect has to show.
const pages = {
  '/sign-in': {
    readable: () => !!document.querySelector('h1')?.checkVisibility() && !!document.querySelector('#signin-email')?.checkVisibility(),
    mounted: () => !document.querySelector('.early') && !!document.querySelector('#signin-email'),
    // Sending an empty form is answered by the app itself.
    act: (page) => page.locator('[type=submit]').click(),
    acted: () => document.querySelector('#signin-email')?.getAttribute('aria-invalid') === 'true',
  },
  '/members': {
    readable: () => !!document.querySelector('h1')?.checkVisibility() && document.querySelectorAll('[role=row] a').length > 3,
    mounted: () => document.querySelectorAll('[role=row] a').length > 3,
    act: (page) => page.getByRole('searchbox').first().pressSequentially('oe'),
    acted: () => document.querySelector('[type=search]')?.value === 'oe' && Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) < 100,
  },
}

// watch notes in the page when something is first so, at each frame.
const watch = (tests) => {
  globalThis.seen = {}
  const look = () => {
    for (const [name, test] of tests) if (!(name in globalThis.seen) && test()) globalThis.seen[name] = performance.now()
    if (Object.keys(globalThis.seen).length < tests.length) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

async function visit(c, path) {
  const page = await c.context.newPage()
  const cdp = await c.context.newCDPSession(page)
  await cdp.send('Network.enable')
  let bytes = 0
  cdp.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength))
  await cdp.send('Network.emulateNetworkConditions', fast4G)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower })
  const { readable, mounted, act, acted } = pages[path]
  await page.addInitScript(`(${watch})(Object.entries({ readable: ${readable}, mounted: ${mounted}, acted: ${acted} }))`)
  await page.goto(c.house.origin + path, { waitUntil: 'commit' })
  await page.waitForFunction(() => 'mounted' in (globalThis.seen ?? {}), null, { timeout: 60_000 })
  await act(page)
  await page.waitForFunction(() => 'acted' in globalThis.seen, null, { timeout: 60_000 })
  const times = await page.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, readable: globalThis.seen.readable, interactive: globalThis.seen.acted }))
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  // The next visit is warm: the worker has all files of the version, and the browser the compiled program.
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.close()
  return { ...times, kB: bytes / 1000 }
}

const sorted = (list) => list.slice().sort((a, b) => a - b)
const median = (list) => sorted(list)[Math.floor(list.length / 2)]
const round = (n) => Math.round(n).toLocaleString('en')

const house = await House.open({ site: options.site })
const demo = await Cockpit.open(house, { locale: 'de-DE' })
await demo.demo()
const state = await demo.context.storageState()
await demo.close()

const found = {}
for (let run = 0; run < Number(options.runs); run++) {
  for (const path of Object.keys(pages)) {
    const c = await Cockpit.open(house, { locale: 'de-DE', size: phone, state: path === '/members' ? state : undefined })
    for (const kind of ['cold', 'warm']) (found[`${path} ${kind}`] ??= []).push(await visit(c, path))
    await c.context.close()
  }
}

const lines = [['page', 'visit', 'first paint', 'readable', 'interactive', 'kB', 'over budget']]
let over = 0
for (const [name, runs] of Object.entries(found)) {
  const [path, kind] = name.split(' ')
  const cell = (what) => `${round(median(runs.map((r) => r[what])))} (${round(Math.min(...runs.map((r) => r[what])))}–${round(Math.max(...runs.map((r) => r[what])))})`
  const late = Object.entries(budget[path][kind]).filter(([what, limit]) => median(runs.map((r) => r[what])) > limit).map(([what, limit]) => `${what} > ${round(limit)}`)
  over += late.length
  lines.push([path, kind, cell('paint'), cell('readable'), cell('interactive'), cell('kB'), late.join(', ') || '–'])
}
const wide = lines[0].map((_, i) => Math.max(...lines.map((l) => l[i].length)))
console.log(`Milliseconds, median (least–most) of ${options.runs}; Fast 4G, processor ${slower} times slower, Chromium ${(await launch()).version()}\n`)
for (const l of lines) console.log(l.map((cell, i) => cell.padEnd(wide[i])).join('  '))
await house.close()
await quit()
process.exitCode = options.strict && over ? 1 : 0
