// A large organisation, for stories and benchmarks: people imported, or the demo's members made many on the way to the browser; and measures of
// the page.
import { test } from 'node:test'
import { Cockpit, desk, launch, quit } from './cockpit.mjs'
import { House } from './house.mjs'

export const members = Number(process.env.MEMBERS ?? 50_000)
const perPage = 2000

// grow imports people until the organisation has n members: real ones, which the server has as well.
export const grow = (c, n) => c.page.evaluate(async (n) => {
  const ask = async (path, method = 'GET', body = undefined, type = 'application/json') => {
    const answer = await fetch(path, { method, headers: { 'Content-Type': type }, body: type === 'application/json' && body ? JSON.stringify(body) : body })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? {} : answer.json()
  }
  const { memberships: [{ tenant }] } = await ask('/v1/session')
  const within = `/v1/tenants/${tenant}`
  const { total } = await ask(`${within}/snapshot`)
  const [names, surnames] = ['Kim Luca Robin Sascha Toni', 'Probst Quandt Reinhard Seifert Trautmann Uhlig Volkmann'].map((s) => s.split(' '))
  const row = (_, i) => `${names[i % names.length]};${surnames[i % surnames.length]};p${i}@birkenfurt.example;Ableser`
  const list = new TextEncoder().encode(['Vorname;Nachname;E-Mail;Funktion', ...Array.from({ length: n - total }, row)].join('\n'))
  let [id, left] = ['0'.repeat(16), Date.now()]
  for (let i = 0; i < 10; i++) [id, left] = ['0123456789ABCDEFGHJKMNPQRSTVWXYZ'[left % 32] + id, Math.floor(left / 32)]
  const job = `${within}/imports/${id}`
  await ask(`${within}/imports`, 'POST', { id, name: 'viele.csv', bytes: list.length })
  await ask(`${job}/parts/0`, 'PUT', list, 'text/csv')
  await ask(`${job}/apply`, 'POST', {})
  for (;;) {
    const { state, created } = await ask(`${within}/jobs/${id}`)
    if (state === 'done' && created === n - total) return
    if (state !== 'running') throw new Error(`the import is ${state}, ${created} people are there`)
    await new Promise((later) => setTimeout(later, 100))
  }
}, n)

// enlarge answers for the server: the demo's members over and over, with ids and addresses of their own, and so many groups of up to nine levels,
// with one to two of them for everybody.
export async function enlarge(context, n = members, groups = 0) {
  let records, last
  await context.route('**/snapshot*', async (r) => {
    if (!records) {
      const response = await r.fetch()
      last = await response.json()
      const people = last.records.filter((x) => x.kind === 'member')
      const group = last.records.find((x) => x.kind === 'group')
      records = [...last.records]
      const groupID = (i) => '01BENCHG' + String(i).padStart(18, '0')
      for (let i = 0; i < groups; i++) {
        const g = structuredClone(group)
        g.id = groupID(i)
        g.fields = { name: `Abteilung ${i}`, type: i % 3 ? 'Team' : 'Bereich', parent: i < 10 ? undefined : groupID(Math.floor((i - 10) / 3)) }
        records.push(g)
      }
      n += groups
      for (let i = 0; records.length < n; i++) {
        const m = structuredClone(people[i % people.length])
        m.id = '01BENCH' + String(i).padStart(19, '0')
        m.fields.email = `m${i}.` + m.fields.email
        m.fields.role = 'user'
        if (groups) m.fields.groups = [i, ...(i % 5 ? [] : [i * 7 + 3])].map((k) => ({ group: groupID(k % groups), part: i < groups ? 'leader' : undefined }))
        records.push(m)
      }
    }
    const from = Number(new URL(r.request().url()).searchParams.get('cursor')?.slice(5) ?? 0)
    const more = from + perPage < records.length
    const reply = { ...last, total: records.length, records: records.slice(from, from + perPage), next: more ? `bench${from + perPage}` : undefined, cursor: more ? undefined : last.cursor }
    await r.fulfill({ json: reply })
  })
  // The program's memory, which is nowhere else to be had.
  await context.addInitScript(() => {
    for (const how of ['instantiateStreaming', 'instantiate']) {
      const start = WebAssembly[how]
      WebAssembly[how] = async (...args) => {
        const made = await start.apply(WebAssembly, args)
        globalThis.programMemory = (made.instance ?? made).exports.mem
        return made
      }
    }
  })
}

// memory is how large the program's memory has become, in MiB. It never shrinks.
const memory = (page) => page.evaluate(() => globalThis.programMemory.buffer.byteLength / 2 ** 20)

// bench measures something in the enlarged organisation, on a desk, and says how large the program's memory has become by then.
export const bench = (what, measure, groups = 0) => test(`${what} among ${members} members${groups ? ` and ${groups} groups` : ''}`, async () => {
  const house = await House.open()
  const c = await Cockpit.open(house, { size: desk })
  try {
    await opened(c, groups)
    await measure(c)
    console.log(`memory of the program: ${(await memory(c.page)).toFixed(0)} MiB`)
    await c.close()
  } finally {
    await house.close()
    await quit()
  }
})

// opened signs in to the enlarged organisation and waits until all of it is here.
async function opened(c, groups) {
  await enlarge(c.context, members, groups)
  const from = performance.now()
  await c.demo()
  await c.page.getByText('Im Takt', { exact: true }).first().waitFor({ timeout: 120_000 })
  const took = performance.now() - from
  await c.settled()
  console.log(`${members} members here after ${(took / 1000).toFixed(1)} s; memory of the program: ${(await memory(c.page)).toFixed(0)} MiB`)
}

// mark notes when a letter, or another input, has come, when what it changes is in the document, and when that has been painted.
const mark = ([selector, event]) => {
  globalThis.following?.disconnect()
  globalThis.following = new MutationObserver(() => {
    const k = measured.at(-1)
    if (!k || k.shown) return
    k.shown = performance.now() - k.from
    requestAnimationFrame(() => {
      const after = new MessageChannel()
      after.port1.onmessage = () => { k.painted = performance.now() - k.from }
      after.port2.postMessage(0)
    })
  })
  following.observe(document.querySelector(selector), { subtree: true, childList: true, attributes: true, characterData: true })
  globalThis.measured = []
  globalThis.coming?.abort()
  globalThis.coming = new AbortController()
  document.addEventListener(event, () => {
    performance.mark('letter')
    measured.push({ from: performance.now(), shown: 0, painted: 0 })
  }, { capture: true, signal: coming.signal })
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
const names = ['shown', 'painted', 'work', 'block']
const none = () => Object.fromEntries(names.map((n) => [n, []]))
const line = (name, m, wide = 16) => console.log(name.padEnd(wide), ...names.map((k) => `${ms(median(m[k]))} (${ms(Math.max(0, ...m[k]))})`))

// trace does something in a page and tells what each letter of it cost.
async function trace(page, act) {
  const browser = await launch()
  await page.evaluate(() => { measured.length = 0 })
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] })
  await act()
  const done = tasks(await browser.stopTracing())
  const keys = await page.evaluate(() => measured)
  return { work: done.map((d) => d.work), block: done.map((d) => d.block), shown: keys.map((k) => k.shown).filter(Boolean), painted: keys.map((k) => k.painted).filter(Boolean) }
}

// Steps measures what single steps cost, as type does, each as often as there are rounds: a step is a click or a key, and what brings the page back
// to where it can be taken again is not measured.
export class Steps {
  constructor(page, rounds = 5) {
    Object.assign(this, { page, rounds })
    console.log('step                                       shown ms          painted ms             work ms          longest ms   (median, worst)')
  }

  async of(name, event, act, { before = async () => {}, back = async () => {} } = {}) {
    const all = none()
    for (let i = 0; i < this.rounds; i++) {
      await before()
      await this.page.waitForTimeout(500)
      await this.page.evaluate(mark, ['body', event])
      const one = await trace(this.page, async () => {
        await act()
        await this.page.waitForTimeout(1500)
      })
      for (const m of names) all[m].push(...one[m].slice(0, 1))
      await back()
    }
    line(name, all, 38)
  }
}

// type types words into a field, letter by letter, and prints what each letter cost: until what is shown answers it and until it is painted,
// by the clock; and, in time of the processor, how much work it was in all, and the longest task, during which nothing else can happen in
// the page. Medians over the letters, and the worst.
export async function type(page, field, shows, words, { rounds = 3, pause = 250 } = {}) {
  await page.evaluate(mark, [shows, 'input'])
  console.log('typed                 shown ms          painted ms             work ms          longest ms   (median, worst)')
  const all = none()
  const first = none()
  for (const typed of words) {
    const some = none()
    for (let round = 0; round < rounds; round++) {
      await page.locator(field).fill('')
      await page.waitForTimeout(500)
      const now = await trace(page, async () => {
        for (const letter of typed) {
          await page.keyboard.insertText(letter)
          await page.waitForTimeout(pause)
        }
      })
      for (const m of names) some[m].push(...now[m])
      if (typed === words[0] && round === 0) for (const m of names) first[m].push(...now[m])
    }
    line(typed, some)
    for (const m of names) all[m].push(...some[m])
  }
  line('first word', first)
  line('all', all)
}
