// What a key costs in the palette among 50,000 members: run `make bench-app`.
import { bench, type } from './crowd.mjs'

bench('keys in the palette', async (c) => {
  await c.page.keyboard.press('Control+k')
  await c.page.locator('#palette-input').waitFor()
  await type(c.page, '#palette-input', '#palette', ['anna', 'zöllner antje', 'mueller', 'm4711', 'wartung nord', 'verlauf', 'qqqq'])
})
