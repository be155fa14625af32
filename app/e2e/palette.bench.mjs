// What a key costs in the palette among 50,000 members: run `make bench-app`.
import { after, before, test } from 'node:test'
import { Cockpit, desk, quit } from './cockpit.mjs'
import { members, memory, opened, type } from './crowd.mjs'
import { House } from './house.mjs'

let house
before(async () => {
  house = await House.open()
})
after(async () => {
  await house.close()
  await quit()
})

test(`keys in the palette among ${members} members`, async () => {
  const c = await Cockpit.open(house, { size: desk })
  await opened(c)
  await c.page.keyboard.press('Control+k')
  await c.page.locator('#palette-input').waitFor()
  await type(c.page, '#palette-input', '#palette', ['anna', 'zöllner antje', 'mueller', 'm4711', 'wartung nord', 'verlauf', 'qqqq'])
  console.log(`memory of the program: ${(await memory(c.page)).toFixed(0)} MiB`)
  await c.close()
})
