// Where states of pages are brought about: an installation with its people in one language and on one size of screen. Each state
// gets a page of its own; who somebody is stays between them.
import { Cockpit, desk, phone } from './cockpit.mjs'
import { words } from './words.mjs'

export { desk, phone }

const password = 'vier leise Lokomotiven'

export class Stage {
  constructor(house, { size = desk, lang = 'de', dark = false } = {}) {
    Object.assign(this, { house, size, lang, dark, t: words(lang), people: new Map() })
  }

  async close() {
    for (const c of this.people.values()) await c.context.close()
  }

  options() {
    return { size: this.size, dark: this.dark, locale: this.lang === 'de' ? 'de-DE' : 'en-GB' }
  }

  // as is the browser of somebody: nobody, demo (owner of the demo organisation), locker (the same on another device, which a PIN locks),
  // founder (of an organisation with nobody else in it yet), and user and guest, who take part in the demo organisation.
  async as(who) {
    if (!this.people.has(who)) {
      const c = await Cockpit.open(this.house, this.options())
      c.t = this.t
      this.people.set(who, c)
      if (who !== 'nobody') await signIn(this, c, who)
    }
    return this.people.get(who)
  }

  // show brings a state about, does something with the browser that shows it, and undoes what was held.
  async show(s, look) {
    const c = s.alone ? await Cockpit.open(this.house, { ...this.options(), serviceWorkers: 'block' }) : await this.as(s.as)
    c.t = this.t
    try {
      await this.enter(s, c)
      return await look(c)
    } finally {
      await (s.alone ? c.context : c.page).close() // before the connection is back: what waits is not sent
      if (!s.alone) await c.context.setOffline(false)
    }
  }

  async enter(s, c) {
    await c.fresh()
    await forget(c)
    for (const address of s.holds ?? []) await c.page.route(address, () => {})
    for (const address of s.fails ?? []) await c.page.route(address, (r) => r.fulfill({ status: 503, body: '' }))
    await s.before?.(c, this.t)
    if (s.offline === 'cold') await c.context.setOffline(true)
    await c.go(typeof s.at === 'function' ? await s.at(c, this) : s.at)
    await c.page.getByRole('heading', { level: 1 }).first().waitFor()
    if (!s.holds && !s.fails && !s.offline) await c.settled()
    if (s.offline === 'after') {
      await c.settled()
      await c.context.setOffline(true)
    }
    await s.then?.(c, this.t)
    for (const key of s.says ?? []) await c.shows(Array.isArray(key) ? this.t(...key) : this.t(key))
  }
}

// forget empties the device: what one state has left there is no part of the next.
async function forget(c) {
  const tools = await c.context.newCDPSession(c.page)
  await tools.send('Storage.clearDataForOrigin', { origin: c.house.origin, storageTypes: 'indexeddb' })
  await tools.detach()
  await c.context.clearCookies({ name: 'stellwerk-waits' })
  // The server remembers how much a device has last said to hold back: here it is not lost.
  const answer = await c.context.request.get(c.house.origin + '/v1/session')
  const { memberships = [] } = answer.status() === 200 ? await answer.json() : {} // 204: nobody is signed in
  for (const { tenant } of memberships.filter((m) => m.waiting)) {
    const done = await c.context.request.put(c.house.origin + '/v1/session/waiting', { data: { tenant, waiting: 0 }, headers: { Origin: c.house.origin } })
    if (!done.ok()) throw new Error(`waiting: ${done.status()} ${await done.text()}`)
  }
}

// post sends from within a page, so that the browser keeps the cookie.
async function post(c, path, data, method = 'POST') {
  const status = await c.page.evaluate(async ([p, m, d]) => {
    const answer = await fetch(p, { method: m, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(d) })
    return answer.status
  }, [path, method, data])
  if (status >= 300) throw new Error(`${method} ${path}: ${status}`)
}

async function signIn({ house, lang }, c, who) {
  await c.go('/forgotten')
  if (who !== 'founder') {
    await post(c, '/v1/local/demo' + (who === 'user' || who === 'guest' ? `?as=${who}` : ''), {})
    await post(c, '/v1/profile', { language: lang }, 'PATCH')
    c.someone = await c.page.evaluate(somebody)
    return
  }
  const email = `vera.${lang}.${Date.now()}@stadtwerke.example`
  await post(c, '/v1/sign-up', { organisation: 'Stadtwerke Lindau', givenName: 'Vera', surname: 'Vogel', email, password, language: lang })
  const token = new URL(await house.link(email, '/confirm')).searchParams.get('token')
  await post(c, '/v1/sign-up/confirm', { token })
}

// somebody finds a member of the organisation who is not oneself and has a phone, if one sees any; it runs in the page.
async function somebody() {
  const { memberships: [here] } = await (await fetch('/v1/session')).json()
  const { records } = await (await fetch(`/v1/tenants/${here.tenant}/snapshot`)).json()
  return records.find((r) => r.kind === 'member' && r.id !== here.member && r.fields?.phone)?.id
}
