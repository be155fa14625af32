// What a key costs in the search of the members' list among 50,000 of them: run `make bench-app`.
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

test(`keys in the list among ${members} members`, async () => {
  const c = await Cockpit.open(house, { size: desk })
  await opened(c)
  await c.page.locator('#members-search').click()
  await type(c.page, '#members-search', '#main', ['anna', 'zöllner antje', 'mueller', 'm4711', 'wartung nord', 'qqqq'], { pause: 500 })
  console.log(`memory of the program: ${(await memory(c.page)).toFixed(0)} MiB`)
  await c.close()
})
