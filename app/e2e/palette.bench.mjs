// What a key costs in the palette among 50,000 members: run `make bench-app`. The organisation is the demo's, made larger on the way to
// the browser. For each key: how long until what is shown answers it, how much work it was in all, and the longest time that
// nothing else could happen in the page (a heartbeat measures it: its own pace is the floor). Medians over all keys, and the worst.
import { after, before, test } from 'node:test'
import { Cockpit, desk, quit } from './cockpit.mjs'
import { House } from './house.mjs'

const members = Number(process.env.MEMBERS ?? 50_000)
const perPage = 2000
let house
before(async () => {
  house = await House.open()
})
after(async () => {
  await house.close()
  await quit()
})

// enlarge answers for the server: the demo's members over and over, with ids and numbers of their own.
async function enlarge(context) {
  let records, last
  await context.route('**/snapshot*', async (r) => {
    if (!records) {
      const response = await r.fetch()
      last = await response.json()
      const people = last.records.filter((x) => x.kind === 'member')
      records = [...last.records]
      for (let i = 0; records.length < members; i++) {
        const m = structuredClone(people[i % people.length])
        m.id = '01BENCH' + String(i).padStart(19, '0')
        m.fields.email = `m${i}.` + m.fields.email
        m.fields.role = 'user'
        records.push(m)
      }
    }
    const from = Number(new URL(r.request().url()).searchParams.get('cursor')?.slice(5) ?? 0)
    const more = from + perPage < records.length
    const reply = { ...last, total: records.length, records: records.slice(from, from + perPage), next: more ? `bench${from + perPage}` : undefined, cursor: more ? undefined : last.cursor }
    await r.fulfill({ json: reply })
  })
}

const watch = () => {
  const w = { keys: [], now: null }
  let beat = performance.now()
  const channel = new MessageChannel()
  channel.port1.onmessage = () => {
    const t = performance.now()
    if (w.now) w.now.block = Math.max(w.now.block, t - beat)
    beat = t
    channel.port2.postMessage(0)
  }
  channel.port2.postMessage(0)
  new MutationObserver(() => {
    if (w.now) w.now.shown ||= performance.now() - w.now.from
  }).observe(document.getElementById('palette'), { subtree: true, childList: true, attributes: true, characterData: true })
  document.addEventListener('input', () => {
    w.now = { from: performance.now(), block: 0, shown: 0 }
    w.keys.push(w.now)
  }, true)
  globalThis.measured = w
}

const median = (a) => [...a].sort((x, y) => x - y)[Math.floor(a.length / 2)]
const ms = (x) => x.toFixed(1).padStart(7)

test(`keys among ${members} members`, async () => {
  const c = await Cockpit.open(house, { size: desk })
  await enlarge(c.context)
  await c.demo()
  await c.page.getByText('Im Takt').waitFor({ timeout: 120_000 })
  await c.settled()
  await c.page.keyboard.press('Control+k')
  await c.page.locator('#palette-input').waitFor()
  const cdp = await c.context.newCDPSession(c.page)
  await cdp.send('Performance.enable')
  const worked = async () => (await cdp.send('Performance.getMetrics')).metrics.find((m) => m.name === 'ScriptDuration').value * 1000
  await c.page.evaluate(watch)
  console.log('typed               shown ms   work ms   longest ms   (medians; worst)')
  const all = { shown: [], work: [], block: [] }
  for (const typed of ['anna', 'zöllner antje', 'mueller', 'm4711', 'wartung nord', 'verlauf', 'qqqq']) {
    const some = { shown: [], work: [], block: [] }
    for (let round = 0; round < 5; round++) {
      await c.page.locator('#palette-input').fill('')
      await c.page.waitForTimeout(150)
      for (const letter of typed) {
        // The heartbeat would count as work: it pauses for one of the two measurements, every other round.
        const before = await worked()
        const n = await c.page.evaluate(() => measured.keys.length)
        await c.page.keyboard.insertText(letter)
        await c.page.waitForFunction((n) => measured.keys.length > n, n)
        await c.page.waitForTimeout(120)
        const k = await c.page.evaluate(() => measured.keys.at(-1))
        some.work.push((await worked()) - before)
        if (k.shown) some.shown.push(k.shown)
        some.block.push(k.block)
      }
    }
    console.log(typed.padEnd(16), ...['shown', 'work', 'block'].map((m) => `${ms(median(some[m]) ?? 0)} (${ms(Math.max(0, ...some[m]))})`))
    for (const m in all) all[m].push(...some[m])
  }
  console.log('all'.padEnd(16), ...['shown', 'work', 'block'].map((m) => `${ms(median(all[m]))} (${ms(Math.max(...all[m]))})`))
  await c.close()
})
