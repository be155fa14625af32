// What a key costs in the palette among 50,000 members: run `make bench-app`. The organisation is the demo's, made larger on the way to
// the browser. For each key: how long until what is shown answers it, by the clock; and, in time of the processor, how much work it
// was in all, and the longest task, during which nothing else can happen in the page. Medians over all keys, and the worst.
import { after, before, test } from 'node:test'
import { Cockpit, desk, launch, quit } from './cockpit.mjs'
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

// mark notes when a letter has come and when the palette shows something else.
const mark = () => {
  new MutationObserver(() => {
    const k = measured.at(-1)
    if (k) k.shown ||= performance.now() - k.from
  }).observe(document.getElementById('palette'), { subtree: true, childList: true, attributes: true, characterData: true })
  globalThis.measured = []
  document.addEventListener('input', () => {
    performance.mark('letter')
    measured.push({ from: performance.now(), shown: 0 })
  }, true)
}

// tasks reads a trace: of each letter all the work of the page's thread in milliseconds, and its longest task.
function tasks(buffer) {
  const { traceEvents } = JSON.parse(buffer)
  const letters = traceEvents.filter((e) => e.name === 'letter').sort((a, b) => a.ts - b.ts)
  if (!letters.length) return []
  const { pid, tid } = letters[0]
  const run = traceEvents.filter((e) => e.pid === pid && e.tid === tid && e.ph === 'X' && /RunTask$/.test(e.name))
  return letters.map((l, i) => {
    const until = letters[i + 1]?.ts ?? Infinity
    // A letter comes within the first of its tasks.
    const mine = run.filter((e) => e.ts + e.dur > l.ts && e.ts < until && !(letters[i + 1] && e.ts + e.dur > until)).map((e) => (e.tdur ?? e.dur) / 1000)
    return { work: mine.reduce((a, b) => a + b, 0), block: Math.max(0, ...mine) }
  })
}

const median = (a) => [...a].sort((x, y) => x - y)[Math.floor(a.length / 2)] ?? 0
const ms = (x) => x.toFixed(1).padStart(7)
const line = (name, m) => console.log(name.padEnd(16), ...['shown', 'work', 'block'].map((k) => `${ms(median(m[k]))} (${ms(Math.max(0, ...m[k]))})`))

test(`keys among ${members} members`, async () => {
  const c = await Cockpit.open(house, { size: desk })
  await enlarge(c.context)
  await c.demo()
  await c.page.getByText('Im Takt', { exact: true }).waitFor({ timeout: 120_000 })
  await c.settled()
  await c.page.keyboard.press('Control+k')
  await c.page.locator('#palette-input').waitFor()
  await c.page.evaluate(mark)
  const browser = await launch()
  console.log('typed                 shown ms             work ms          longest ms   (median, worst)')
  const all = { shown: [], work: [], block: [] }
  for (const typed of ['anna', 'zöllner antje', 'mueller', 'm4711', 'wartung nord', 'verlauf', 'qqqq']) {
    const some = { shown: [], work: [], block: [] }
    for (let round = 0; round < 3; round++) {
      await c.page.locator('#palette-input').fill('')
      await c.page.waitForTimeout(300)
      await c.page.evaluate(() => { measured.length = 0 })
      await browser.startTracing(c.page, { categories: ['toplevel', 'blink.user_timing'] })
      for (const letter of typed) {
        await c.page.keyboard.insertText(letter)
        await c.page.waitForTimeout(250)
      }
      const done = tasks(await browser.stopTracing())
      some.work.push(...done.map((d) => d.work))
      some.block.push(...done.map((d) => d.block))
      some.shown.push(...(await c.page.evaluate(() => measured.map((k) => k.shown).filter(Boolean))))
    }
    line(typed, some)
    for (const m in all) all[m].push(...some[m])
  }
  line('all', all)
  await c.close()
})
