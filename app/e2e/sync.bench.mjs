// The first sync of an organisation, from an empty browser until all of it lies on the device, beside PouchDB's of the same records: run
// `make bench-sync`. Both take turns in the same Chromium, so that what else the machine does falls on both. Milliseconds from the
// navigation on: ours with the app itself, which has to be fetched and compiled, with encryption, and with the list drawn and searched
// meanwhile; PouchDB's with a page that does nothing else.
//   --members=10000
//   --runs=5       of each
//   --peer=false   without PouchDB
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

// sync opens the list in a browser that knows nothing but who somebody is.
async function sync(context, house, who) {
  await context.addCookies([who.cookie])
  const page = await context.newPage()
  await page.addInitScript(watch, { channel: `stellwerk/${who.account}/${who.tenant}`, chunks: Math.ceil(who.records / 100), surname: 'Winkler' })
  await page.goto(`${house.origin}/members`, { waitUntil: 'commit' })
  await page.waitForFunction(() => globalThis.seen?.usable && globalThis.seen.complete, null, { timeout: 120_000, polling: 200 })
  const found = await page.evaluate(() => {
    const asked = performance.getEntriesByType('resource').filter((r) => r.name.includes('/snapshot'))
    return { ...globalThis.seen, asked: asked[0].startTime, answered: asked[0].responseEnd }
  })
  await page.close()
  return found
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const figures = (list) => `${Math.round(median(list))} (${Math.round(Math.min(...list))}–${Math.round(Math.max(...list))})`

const house = await town(members)
const who = await session(house)
const all = await records(who)
who.records = all.length
const peer = options.peer === 'true' ? await Peer.open(all) : undefined
const browser = await launch()

const ours = []
const theirs = settings.map(() => [])
for (let run = 0; run < Number(options.runs); run++) {
  const fresh = async (use) => {
    const context = await browser.newContext({ locale: 'de-DE', viewport: desk })
    try {
      return await use(context)
    } finally {
      await context.close()
    }
  }
  ours.push(await fresh((context) => sync(context, house, who)))
  for (const [i, setting] of (peer ? settings : []).entries()) theirs[i].push(await fresh((context) => peer.sync(context, all.length, setting)))
  console.log(`run ${run + 1}: complete after ${Math.round(ours.at(-1).complete)}; load ${loadavg()[0].toFixed(1)}`)
}

console.log(`\nThe first sync of ${members} members, ms from the navigation on, median (least–most) of ${options.runs}; Chromium ${browser.version()}`)
for (const what of ['asked', 'answered', 'rows', 'usable', 'complete']) {
  console.log(what.padEnd(34), figures(ours.map((r) => r[what])).padEnd(22), budget[what] ? `budget ${budget[what]}` : '')
}
for (const [i, { adapter, batch_size }] of (peer ? settings : []).entries()) {
  const ratio = median(theirs[i]) / median(ours.map((r) => r.complete))
  console.log(`PouchDB ${version}, ${adapter}, ${batch_size} at once`.padEnd(34), figures(theirs[i]).padEnd(22), `${ratio.toFixed(1)} times as long`)
}
if (peer) console.log('PouchDB as it comes is the first of these; budget 4 times as long')
await peer?.close()
await house.close()
await quit()
