// How soon one tab shows what was done in another: run `make bench-app`. Without a connection, so that only the device lies between them.
// Milliseconds from the press of the button in one to the word in the other.
import { loadavg } from 'node:os'
import { Cockpit, quit } from './cockpit.mjs'
import { House } from './house.mjs'

const rounds = 15
const budget = 200
const name = 'Sabine Arslan'

// since is when what is looked for is in the document, on a clock that all tabs share; it runs in the page.
const since = ([name, word, shall]) => new Promise((seen) => {
  const look = () => {
    const row = [...document.querySelectorAll('[role=row]')].find((r) => r.textContent.includes(name))
    if (row && row.textContent.includes(word) === shall) seen(performance.timeOrigin + performance.now())
    else requestAnimationFrame(look)
  }
  look()
})
const pressed = (page) => page.evaluate(() => addEventListener('click', () => { globalThis.pressed = performance.timeOrigin + performance.now() }, true))

const house = await House.open()
const one = await Cockpit.open(house)
await one.demo()
await one.settled()
await one.shows('Im Takt')
await pressed(one.page)
const other = await one.context.newPage()
await other.goto(`${house.origin}/members?q=Arslan`)
await other.getByText('Im Takt').first().waitFor()
await one.context.setOffline(true)
const took = []
for (let i = 0; i < rounds; i++) {
  const done = i % 2 === 0
  const seen = other.evaluate(since, [name, 'Deaktiviert', done])
  await one.act(name, done ? 'Deaktivieren' : 'Reaktivieren')
  const at = await seen
  took.push(at - await one.page.evaluate(() => globalThis.pressed))
}
took.sort((a, b) => a - b)
console.log(`from tab to tab, ms, median (least–most) of ${rounds}; load ${loadavg()[0].toFixed(1)}`)
console.log(`${took[Math.floor(rounds / 2)].toFixed(0)} (${took[0].toFixed(0)}–${took.at(-1).toFixed(0)})   budget ${budget}`)
await house.close()
await quit()
