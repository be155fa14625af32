// What a key costs in the search of the members' list among 50,000 of them: run `make bench-app`.
import { bench, type } from './crowd.mjs'

bench('keys in the list', async (c) => {
  await c.page.locator('#members-search').click()
  await type(c.page, '#members-search', '#main', ['anna', 'zöllner antje', 'mueller', 'm4711', 'wartung nord', 'qqqq'], { pause: 500 })
})
