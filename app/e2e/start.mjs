// How soon the app is there without a connection: the server is stopped, a deep link is opened in a new tab: make start. Milliseconds
// from the navigation on. What else the machine does shows in the figures: compare them with those of the same hour.
//   --runs=5
//   --strict    exit 1 if the median is over the budget
import { parseArgs } from 'node:util'
import { Cockpit, launch, quit } from './cockpit.mjs'
import { House } from './house.mjs'

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '5' }, strict: { type: 'boolean', default: false }, site: { type: 'string', default: 'build/site' } } })
const budget = 1000

// watch notes when the shell is there, when a link has led to another page, and when members are there.
const watch = () => {
  globalThis.seen = {}
  const note = (name, so) => {
    if (name in globalThis.seen || !so) return false
    globalThis.seen[name] = performance.now()
    return true
  }
  const look = () => {
    const led = globalThis.led && location.pathname === '/settings' && document.querySelector('h1')?.textContent === 'Organisation'
    if (note('interactive', led || globalThis.led === null) && led) history.back()
    if (note('shell', document.querySelector('.frame-app .top') && !document.querySelector('.early'))) {
      // Where the device does not know who is here, the shell has no links yet: then it is the next frame that counts.
      globalThis.led = document.querySelector('nav a[href="/settings"]')
      globalThis.led?.click()
    }
    note('members', document.querySelector('[role=row] a'))
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

const house = await House.open({ site: options.site })
const c = await Cockpit.open(house, { locale: 'de-DE' })
await c.demo()
await c.settled()
await c.installed()
await c.page.reload() // as the one before has: the browser keeps the compiled program from the second visit on
await c.settled()
await house.kill()

const runs = []
for (let run = 0; run < Number(options.runs); run++) {
  const page = await c.context.newPage()
  await page.addInitScript(watch)
  await page.goto(`${house.origin}/members`, { waitUntil: 'commit' })
  await page.waitForFunction(() => 'interactive' in (globalThis.seen ?? {}))
  await page.waitForFunction(() => 'members' in globalThis.seen, null, { timeout: 3000 }).catch(() => {})
  runs.push(await page.evaluate(() => ({ ...globalThis.seen, paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime })))
  await page.close()
}

const sorted = (what) => runs.map((r) => r[what]).filter((n) => n !== undefined).sort((a, b) => a - b).map(Math.round)
const median = (what) => sorted(what)[Math.floor(sorted(what).length / 2)]
console.log(`Start without a connection, ms, median (least–most) of ${options.runs}; Chromium ${(await launch()).version()}`)
for (const what of ['paint', 'shell', 'interactive', 'members']) {
  const all = sorted(what)
  console.log(what.padEnd(12), all.length ? `${median(what)} (${all[0]}–${all.at(-1)})` : 'not there')
}
console.log(`budget: interactive after ${budget}`)
await c.context.close()
await house.start()
await house.close()
await quit()
process.exitCode = options.strict && median('interactive') > budget ? 1 : 0
