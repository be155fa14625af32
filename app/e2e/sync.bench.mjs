// The first sync of an organisation, from an empty browser until all of it lies on the device, beside PouchDB's of the same records: run
// `make bench-sync`. Both take turns in the same Chromium, so that what else the machine does falls on both. Milliseconds, ours twice: from
// the moment when somebody signs in on a page that is there, which is what PouchDB's are compared with, and from a navigation, with the app
// itself fetched and compiled. Ours encrypt, draw the list and search in it meanwhile; PouchDB's page does nothing else.
//   --members=10000
//   --runs=5       of each
//   --peer=false   without PouchDB
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { desk, launch, quit } from './cockpit.mjs'
import { Peer, settings, version } from './peer.mjs'
import { records, session, town } from './town.mjs'

const { values: options } = parseArgs({ options: { members: { type: 'string', default: '10000' }, runs: { type: 'string', default: '5' }, peer: { type: 'string', default: 'true' } } })
const members = Number(options.members)
const budget = members <= 10_000 ? { usable: 2000, complete: 4000 } : {}

// watch notes in the page when rows are drawn, when a search has been answered, and when all chunks of records lie on the device and the
// page says that it is in step.
const watch = ({ channel, chunks, surname }) => {
  const seen = (globalThis.seen = {})
  const kept = new Set()
  new BroadcastChannel(channel).onmessage = ({ data }) => {
    for (const key of data.names ?? []) if (key.startsWith('r/')) kept.add(key)
  }
  const type = (search, text) => {
    search.value = text
    search.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const look = () => {
    const search = document.querySelector('#members-search')
    const rows = [...document.querySelectorAll('[role=row] a')]
    if (!seen.rows && search && rows.length > 3) {
      seen.rows = performance.now()
      type(search, surname)
    } else if (seen.rows && !seen.usable && rows.length && rows.every((r) => r.textContent.includes(surname))) {
      seen.usable = performance.now()
      type(search, '')
    }
    if (kept.size >= chunks && document.querySelector('.pill-sign + span')?.textContent === 'Im Takt') seen.complete = performance.now()
    if (seen.usable && seen.complete) clearInterval(looks)
  }
  const looks = setInterval(look, 20) // looking at each frame would make the browser draw each
}

// sync opens the list in a browser that knows nothing, by signing in or, with the session's cookie, by its address.
async function sync(context, house, who, bySigningIn) {
  if (!bySigningIn) await context.addCookies([who.cookie])
  const page = await context.newPage()
  await page.addInitScript(watch, { channel: `stellwerk/${who.account}/${who.tenant}`, chunks: Math.ceil(who.records / 100), surname: 'Winkler' })
  await page.goto(house.origin + (bySigningIn ? '/sign-in' : '/members'), { waitUntil: 'commit' })
  if (bySigningIn) {
    await page.waitForFunction(() => !document.querySelector('.early') && document.querySelector('#signin-demo'))
    await page.waitForTimeout(2000) // somebody types their password
    await page.evaluate(() => {
      globalThis.from = performance.now()
      document.querySelector('#signin-demo').click()
    })
  }
  await page.waitForFunction(() => globalThis.seen?.usable && globalThis.seen.complete, null, { timeout: 120_000, polling: 200 })
  const found = await page.evaluate(() => {
    const asked = performance.getEntriesByType('resource').filter((r) => r.name.includes('/snapshot'))
    const all = { asked: asked[0].startTime, answered: asked[0].responseEnd, ...globalThis.seen }
    return Object.fromEntries(Object.entries(all).map(([what, at]) => [what, at - (globalThis.from ?? 0)]))
  })
  return found
}

// processor is the processor time, in ms, of all that runs on behalf of this program: browser and servers. What else the machine does shows in
// it much less than in the time by the clock. NaN where there is no /proc.
const all = new Map() // processes, also those that have ended
function processor() {
  if (!existsSync('/proc/self/stat')) return NaN
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ').map(Number)
      all.set(Number(pid), { parent: fields[1], ticks: fields[11] + fields[12] })
    } catch {
      // it has ended
    }
  }
  const ours = (pid) => pid === process.pid || (all.has(pid) && ours(all.get(pid).parent))
  return 10 * [...all].filter(([pid]) => pid !== process.pid && ours(pid)).reduce((sum, [, { ticks }]) => sum + ticks, 0)
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const figures = (list) => `${Math.round(median(list))} (${Math.round(Math.min(...list))}–${Math.round(Math.max(...list))})`

const house = await town(members)
const who = await session(house)
const everything = await records(who)
who.records = everything.length
const peer = options.peer === 'true' ? await Peer.open(everything) : undefined
const browser = await launch()

const ours = []
const cold = []
const theirs = settings.map(() => [])
const spent = { ours: [], cold: [], theirs: settings.map(() => []) }
for (let run = 0; run < Number(options.runs); run++) {
  const fresh = async (cost, use) => {
    const context = await browser.newContext({ locale: 'de-DE', viewport: desk })
    const before = processor()
    try {
      const found = await use(context)
      cost.push(processor() - before)
      return found
    } finally {
      await context.close()
    }
  }
  ours.push(await fresh(spent.ours, (context) => sync(context, house, who, true)))
  cold.push(await fresh(spent.cold, (context) => sync(context, house, who, false)))
  for (const [i, setting] of (peer ? settings : []).entries()) theirs[i].push(await fresh(spent.theirs[i], (context) => peer.sync(context, everything.length, setting)))
  console.log(`run ${run + 1}: complete after ${Math.round(ours.at(-1).complete)}; load ${loadavg()[0].toFixed(1)}`)
}

console.log(`\nThe first sync of ${members} members, ms, median (least–most) of ${options.runs}; Chromium ${browser.version()}`)
for (const [from, runs, cost] of [['from signing in', ours, spent.ours], ['from the navigation', cold, spent.cold]]) {
  console.log(from)
  for (const what of ['asked', 'answered', 'rows', 'usable', 'complete']) {
    console.log(`  ${what}`.padEnd(34), figures(runs.map((r) => r[what])).padEnd(22), budget[what] ? `budget ${budget[what]}` : '')
  }
  console.log('  processor, browser and server'.padEnd(34), figures(cost))
}
for (const [i, { adapter, batch_size }] of (peer ? settings : []).entries()) {
  const ratio = median(theirs[i]) / median(ours.map((r) => r.complete))
  const work = median(spent.theirs[i]) / median(spent.ours)
  console.log(`PouchDB ${version}, ${adapter}, ${batch_size} at once`.padEnd(34), figures(theirs[i]).padEnd(22), `${ratio.toFixed(1)} times as long`)
  console.log('  processor, browser and server'.padEnd(34), figures(spent.theirs[i]).padEnd(22), `${work.toFixed(1)} times as much`)
}
if (peer) console.log('PouchDB as it comes is the first of these; budget 4 times as long')
await peer?.close()
await house.close()
await quit()
