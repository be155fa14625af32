// The service worker as the browser sees it: what it is woken by, and what it shows.
import assert from 'node:assert/strict'
import { patience } from './cockpit.mjs'

// serviceWorker finds the one of a cockpit's page. deliver brings it a message as a push service would, sync a connection that is back.
export async function serviceWorker(c) {
  const { origin } = c.house
  const tools = await c.context.newCDPSession(c.page)
  const known = new Promise((found) => tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const own = registrations.find((r) => r.scopeURL.startsWith(origin) && !r.isDeleted)
    if (own) found(own.registrationId)
  }))
  await tools.send('ServiceWorker.enable')
  const registrationId = await known
  const inside = c.context.serviceWorkers().find((w) => w.url().startsWith(origin))
  await inside.evaluate(() => {
    const wait = ExtendableEvent.prototype.waitUntil
    self.pushes = []
    ExtendableEvent.prototype.waitUntil = function (work) {
      if (this.type === 'push') self.pushes.push(work)
      return wait.call(this, work)
    }
  })
  const w = {
    inside,
    // deliver ends when the worker is done with the message.
    deliver: async (message) => {
      const before = await inside.evaluate(() => self.pushes.length)
      await tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: typeof message === 'string' ? message : JSON.stringify(message) })
      for (const end = Date.now() + patience; (await inside.evaluate(() => self.pushes.length)) === before;) assert.ok(Date.now() < end, 'the message did not arrive')
      await inside.evaluate((at) => self.pushes[at], before)
    },
    sync: (tag) => tools.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag, lastChance: false }),
    // shown waits until what is shown is as wanted, and returns it.
    shown: async (wanted, why) => {
      for (const end = Date.now() + patience; ; await new Promise((r) => setTimeout(r, 20))) {
        const all = await inside.evaluate(async () => (await self.registration.getNotifications()).map((n) => ({ title: n.title, body: n.body, lang: n.lang, data: n.data })))
        if (wanted(all)) return all
        assert.ok(Date.now() < end, `${why}; shown is ${JSON.stringify(all)}`)
      }
    },
    one: async (title) => (await w.shown((all) => all.length === 1 && all[0].title === title, `«${title}» alone should be shown`))[0],
    clear: async () => {
      await inside.evaluate(async () => (await self.registration.getNotifications()).forEach((n) => n.close()))
      await w.shown((all) => all.length === 0, 'nothing should be shown')
    },
  }
  return w
}
