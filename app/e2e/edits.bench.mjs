// How soon a hundred edits that were made without a connection are with the server: run `make bench-sync`. They are made as a person makes
// them, on the pages of a hundred members one after the other; then the connection is back. Milliseconds from then on.
//   --members=10000
//   --runs=5
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { desk, launch, quit } from './cockpit.mjs'
import { session, town } from './town.mjs'

const { values: options } = parseArgs({ options: { members: { type: 'string', default: '10000' }, runs: { type: 'string', default: '5' } } })
const edits = 100
const budget = 500

const says = (page, text) => page.waitForFunction((t) => document.querySelector('.pill-sign + span')?.textContent.includes(t), text, { timeout: 120_000 })

// edit changes the title of as many members as there are to be edits, each on their page; it runs in the page.
const edit = async ({ edits, title }) => {
  const until = async (so) => {
    for (const from = performance.now(); performance.now() - from < 20_000; await new Promise((r) => setTimeout(r, 5))) {
      const it = so()
      if (it) return it
    }
    throw new Error(`${title} at ${location.pathname}: ${so}`)
  }
  const there = (selector) => until(() => document.querySelector(selector))
  document.querySelector('[role=row] a[href^="/members/"]').click()
  for (let i = 0; i < edits; i++) {
    const place = (await there('.member-place')).textContent
    ;(await there('#member-edit')).click()
    const field = await there('#edit-title')
    field.value = `${title} ${i}`
    field.dispatchEvent(new Event('input', { bubbles: true }))
    field.dispatchEvent(new Event('change', { bubbles: true }))
    ;(await there('#edit-save')).click()
    await there('#member-edit')
    ;[...document.querySelectorAll('.member-near a')].at(-1).click()
    await until(() => document.querySelector('.member-place')?.textContent !== place)
  }
}

// watch notes when the connection is back, and when nothing waits any more and the page says so.
const watch = () => {
  const since = performance.now()
  globalThis.seen = {}
  performance.clearResourceTimings()
  const look = () => {
    if (document.querySelector('.pill-sign + span')?.textContent === 'Im Takt') globalThis.seen.confirmed = performance.now() - since
    else requestAnimationFrame(look)
  }
  addEventListener('online', () => {
    globalThis.seen.online = performance.now() - since
  })
  look()
}

async function run(context, house, n) {
  await context.addCookies([(await session(house)).cookie])
  const page = await context.newPage()
  await page.goto(`${house.origin}/members`)
  await says(page, 'Im Takt')
  await context.setOffline(true)
  await says(page, 'Offline')
  await page.evaluate(edit, { edits, title: `Stelle ${n}` })
  await says(page, `${edits} warten`)
  await page.waitForTimeout(2000)
  await page.evaluate(watch)
  await context.setOffline(false)
  await page.waitForFunction(() => globalThis.seen.confirmed, null, { timeout: 120_000 })
  const found = await page.evaluate(() => {
    const sent = performance.getEntriesByType('resource').filter((r) => r.name.endsWith('/commands')).map((r) => r.responseEnd - r.startTime)
    return { ...globalThis.seen, server: sent.reduce((a, b) => a + b, 0), requests: sent.length }
  })
  await page.close()
  return { ...found, whole: found.confirmed - found.online }
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const figures = (list) => `${Math.round(median(list))} (${Math.round(Math.min(...list))}–${Math.round(Math.max(...list))})`

const house = await town(Number(options.members))
const browser = await launch()
const runs = []
for (let n = 0; n < Number(options.runs); n++) {
  const context = await browser.newContext({ locale: 'de-DE', viewport: desk })
  runs.push(await run(context, house, n))
  await context.close()
  console.log(`run ${n + 1}: ${Math.round(runs.at(-1).whole)}; load ${loadavg()[0].toFixed(1)}`)
}
console.log(`\n${edits} queued edits among ${options.members} members, ms, median (least–most) of ${options.runs}; Chromium ${browser.version()}`)
console.log(`${median(runs.map((r) => r.requests))} requests`.padEnd(34), figures(runs.map((r) => r.server)))
console.log('sent and confirmed'.padEnd(34), figures(runs.map((r) => r.whole)).padEnd(22), `budget ${budget}`)
await house.close()
await quit()
