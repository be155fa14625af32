// Every page in every state, as data: states.test.mjs goes through them, shots.mjs makes pictures of them.
//
//   page, state   its name; the first state of a page is the ordinary one
//   as            whose browser it is: see Stage.as; alone: true takes one of its own, without a service worker
//   at            the address, or what finds it
//   holds, fails  addresses whose answers never come, or are 503
//   offline       'after' the page has come, or 'cold' before it is opened
//   before, then  what happens before the page is opened and after, with the browser and the words of its language
//   says          keys of texts that have to be read there: what is so, and what to do next
//   focus         false where nothing but the page itself can have the focus
import { fileURLToPath } from 'node:url'
import { dayThere } from './cockpit.mjs'

const list = fileURLToPath(new URL('files/personal-2025.csv', import.meta.url))
const workbook = fileURLToPath(new URL('files/personal-2026.xlsx', import.meta.url))
const everything = ['**/v1/**']
const nobody = { as: 'nobody' }
const demo = { as: 'demo' }

const fields = (id, values) => async (c) => {
  for (const [name, value] of Object.entries(values)) await c.page.locator(`#${id}-${name}`).fill(value)
}
const send = (c) => c.page.locator('#main form [type=submit]').and(c.page.locator(':visible')).first().click()
const sent = (id, values) => async (c) => {
  await fields(id, values)(c)
  await send(c)
}
const press = (key, values) => (c, t) => c.press(t(key, values))
const popover = (id) => async (c) => {
  await c.page.locator(`[popovertarget=${id}]`).and(c.page.locator(':visible')).first().click()
  await c.page.locator(`#${id}:popover-open`).waitFor()
}
const all = (...steps) => async (c, t) => {
  for (const step of steps) await step(c, t)
}
// unfolded opens what a phone says of the connection in one line.
const unfolded = async (c, t) => {
  await c.shows(t('connection.offlineSince'))
  const line = c.page.locator('.banner-fold summary')
  if (await line.count()) await line.click()
}
// lock sets up a PIN, unless there is one already.
const lock = async (c, t) => {
  const open = c.page.locator('#seal-pin')
  await open.or(c.page.locator('#lock-fresh')).and(c.page.locator(':visible')).first().waitFor()
  if (await open.isVisible()) await open.fill('248013').then(() => c.press(t('seal.open')))
  else {
    await fields('lock', { fresh: '248013', again: '248013' })(c)
    await c.press(t('lock.setUp'))
  }
  await c.shows(t('lock.is.pin'))
}
const dialog = (c) => c.page.locator('dialog[open]').first().waitFor()

// answer gives what a server would say.
const answer = (address, body, status = 200) => (c) =>
  c.page.route(address, (r) => r.fulfill({ status, contentType: 'application/json', body: JSON.stringify(typeof body === 'function' ? body(r.request()) : body) }))
const refused = (code, values) => answer('**/commands', (q) => ({
  replies: q.postDataJSON().commands.map((command) => ({ command: command.id, state: 'refused', faults: [{ kind: 'conflict', code, ...values }] })),
}))
const job = (more) => answer('**/jobs', () => ({
  jobs: [{ id: '01J00000000000000000000J0B', deed: 'members.import', title: 'personal-2025.csv', total: 1200, done: 640, created: 600, changed: 40, deleted: 0, unchanged: 0, refused: 0, started: new Date().toISOString(), ...more }],
}))

// updates says that a new version of the app stands so: web/js/update.js would say that there is none.
const updates = (c, state) => c.page.addInitScript((state) => Object.defineProperty(window, 'stellwerkUpdate', { get: () => state, set: () => {} }), state)

const wrongToken = 'A'.repeat(43)
const create = (givenName, surname, email) => all(fields('new', { givenName, surname, email: `${email}@birkenfurt.example` }), send)

const one = (query = '') => (c) => `/members/${c.someone}${query}`

const firstRow = (c) => c.page.locator('[role=row]:not(:has([role=columnheader]))').and(c.page.locator(':visible')).nth(1)
const select = async (c) => {
  await firstRow(c).locator('[data-act=select]').first().click()
  await c.page.locator('[role=row][aria-selected=true]').first().waitFor()
}
const menu = async (c) => {
  await firstRow(c).getByRole('button').last().click()
  await c.page.getByRole('menu').and(c.page.locator(':visible')).first().waitFor()
}
const file = async (c, t) => {
  await c.page.locator('input[type=file]').setInputFiles(list)
  await c.shows(t('imports.check.title', { name: 'personal-2025.csv' }))
}

const invitation = (more) => answer('**/v1/invitations/open', {
  tenant: '01J0000000000000000000000T', organisation: 'Stadtwerke Birkenfurt', by: 'Ines Albrecht', text: 'Willkommen im Team.\nBis Montag!', kind: 'user',
  givenName: 'Jörg', surname: 'Bauer', email: 'joerg.bauer@people.example', until: '2027-01-05T10:00:00Z', ...more,
})
const anInvitation = `/invitation?token=${wrongToken}`

const link = (more) => answer('**/v1/links/open', { organisation: 'Stadtwerke Birkenfurt', kind: 'user', until: '2027-01-05T10:00:00Z', ...more })
const aLink = `/join?link=${wrongToken}`

const aDomain = async (c) => {
  if (!await c.page.locator('.joining-list li').count()) await all(fields('domains', { domain: 'birkenfurt.example' }), (c) => c.page.locator('#joining-add').click())(c)
  await c.page.locator('.joining-list li').first().waitFor()
}
const aKey = async (c) => {
  await c.page.locator('#system-new').click()
  await c.page.locator('#system-name').fill(`Ablage ${Date.now()}`)
  await c.page.locator('#system-connect-go').click()
  await c.page.locator('#system-key').waitFor()
}
const makeLink = async (c) => {
  if (!await c.page.locator('.links-list > li').count()) await all(fields('link', { limit: '30', domains: 'birkenfurt.example' }), (c) => c.page.locator('#link-make').click())(c)
}
const oneLink = async (c) => {
  await makeLink(c)
  await c.page.locator('.links-address input').first().waitFor()
}

const aLastDay = async (c, t) => {
  await c.go('/scheduled')
  await c.settled()
  if (await c.page.locator('.birthdays-list li').count()) return
  await c.go('/members?kind=guest')
  await select(c)
  await c.page.getByRole('toolbar').getByRole('button', { name: t('members.schedule.action') }).click()
  await c.page.locator('#members-schedule-day').fill(dayThere(14))
  await c.page.locator('#members-schedule-go').click()
  await c.page.locator('dialog[open]').waitFor({ state: 'detached' })
}

// aBirthday has somebody born on this day, years ago.
const aBirthday = async (c, t) => {
  const now = new Date()
  await c.go(one('?edit=1')(c))
  await c.page.locator('#edit-birthday').fill(`1990-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`)
  await c.page.getByRole('button', { name: t('members.edit.save'), exact: true }).click()
  await c.page.locator('#edit-birthday').waitFor({ state: 'detached' })
}

const outside = [
  { page: 'landing', state: 'ordinary', ...nobody, at: '/', says: ['auth.landing.begin'] },
  { page: 'sign-up', state: 'ordinary', ...nobody, at: '/sign-up' },
  { page: 'sign-up', state: 'faults', ...nobody, at: '/sign-up', then: send, says: [['app.faults', { n: 5 }]] },
  {
    page: 'sign-up', state: 'failed', ...nobody, at: '/sign-up', fails: ['**/v1/sign-up'],
    then: sent('signup', { organisation: 'Stadtwerke Lindau', givenName: 'Vera', surname: 'Vogel', email: 'v@stadtwerke.example', password: 'vier leise Lokomotiven' }),
    says: ['connection.unavailable'],
  },
  {
    page: 'sign-up', state: 'offline', ...nobody, at: '/sign-up', offline: 'after',
    then: sent('signup', { organisation: 'Stadtwerke Lindau', givenName: 'Vera', surname: 'Vogel', email: 'v@stadtwerke.example', password: 'vier leise Lokomotiven' }),
    says: ['connection.none'],
  },
  {
    page: 'check-mail', state: 'ordinary', ...nobody, at: '/sign-up',
    then: async (c, t) => {
      await sent('signup', { organisation: 'Stadtwerke Lindau', givenName: 'Vera', surname: 'Vogel', email: `v${Date.now()}@stadtwerke.example`, password: 'vier leise Lokomotiven' })(c)
      await c.heading(t('auth.checkMail.title'))
    },
    says: ['auth.checkMail.resend'],
  },
  { page: 'check-mail', state: 'nothing waits', as: 'nobody', alone: true, at: '/check-mail', says: ['auth.checkMail.again'] },
  { page: 'confirm', state: 'link too old', ...nobody, at: `/confirm?token=${wrongToken}`, says: ['auth.confirm.failed', 'auth.checkMail.resendLink'] },
  { page: 'confirm', state: 'under way', ...nobody, at: `/confirm?token=${wrongToken}`, holds: ['**/v1/sign-up/confirm'], says: ['auth.confirm.title'] },
  { page: 'confirm', state: 'failed', ...nobody, at: `/confirm?token=${wrongToken}`, fails: ['**/v1/sign-up/confirm'], says: ['auth.confirm.retry'] },
  { page: 'invitation', state: 'ordinary', ...nobody, at: anInvitation, before: invitation(), says: ['invite.page.create', 'invite.page.known', 'invite.page.no'] },
  { page: 'invitation', state: 'faults', ...nobody, at: anInvitation, before: invitation(), then: all((c) => c.page.locator('#invitation-password').waitFor(), send) },
  { page: 'invitation', state: 'with an account', ...nobody, at: anInvitation, before: invitation({ account: true }), says: ['invite.page.signIn'] },
  { page: 'invitation', state: 'guest', ...nobody, at: anInvitation, before: invitation({ kind: 'guest', text: '' }), says: ['invite.page.asGuest'] },
  { page: 'invitation', state: 'address', ...nobody, at: anInvitation, before: invitation({ linked: true, text: '' }), says: [['invite.page.addressText', { email: 'joerg.bauer@people.example' }]] },
  { page: 'invitation', state: 'signed in', as: 'founder', at: anInvitation, before: invitation(), says: ['invite.page.join', 'invite.page.otherAccount'] },
  { page: 'invitation', state: 'link too old', ...nobody, at: anInvitation, says: ['invite.page.failed', 'invitation.link'] },
  { page: 'invitation', state: 'loading', ...nobody, at: anInvitation, holds: ['**/v1/invitations/open'], says: ['invite.page.opening'] },
  { page: 'invitation', state: 'failed', ...nobody, at: anInvitation, fails: ['**/v1/invitations/open'], says: ['connection.unavailable', 'auth.confirm.retry'] },
  { page: 'join', state: 'ordinary', ...nobody, at: aLink, before: link(), says: ['join.submit'] },
  { page: 'join', state: 'faults', ...nobody, at: aLink, before: link({ kind: 'guest', domains: ['birkenfurt.example', 'werkstatt.example'] }), then: all((c) => c.page.locator('#join-email').waitFor(), send), says: ['invite.page.asGuest'] },
  { page: 'join', state: 'sent', ...nobody, at: aLink, before: link(), then: async (c) => {
    await answer('**/v1/links/ask', {})(c)
    await sent('join', { givenName: 'Jörg', surname: 'Bauer', email: 'joerg.bauer@people.example' })(c)
  }, says: ['join.sentTitle'] },
  { page: 'join', state: 'link too old', ...nobody, at: aLink, says: ['join.failed', 'link.dead'] },
  { page: 'join', state: 'loading', ...nobody, at: aLink, holds: ['**/v1/links/open'], says: ['join.opening'] },
  { page: 'join', state: 'failed', ...nobody, at: aLink, fails: ['**/v1/links/open'], says: ['connection.unavailable', 'auth.confirm.retry'] },
  { page: 'sign-in', state: 'ordinary', ...nobody, at: '/sign-in', says: ['auth.demo.open'] },
  { page: 'sign-in', state: 'wrong', ...nobody, at: '/sign-in', then: sent('signin', { email: 'vera@stadtwerke.example', password: 'drei laute' }), says: ['signIn.failed', 'auth.signIn.forgotten'] },
  { page: 'sign-in', state: 'faults', ...nobody, at: '/sign-in', then: send, says: [['app.faults', { n: 2 }]] },
  { page: 'sign-in', state: 'failed', ...nobody, at: '/sign-in', fails: ['**/v1/sign-in'], then: sent('signin', { email: 'vera@stadtwerke.example', password: 'drei laute' }), says: ['connection.unavailable'] },
  { page: 'sign-in', state: 'offline', ...nobody, at: '/sign-in', offline: 'after', then: sent('signin', { email: 'vera@stadtwerke.example', password: 'drei laute' }), says: ['connection.none'] },
  { page: 'sign-in', state: 'before the app', as: 'nobody', alone: true, at: '/sign-in', holds: ['**/*.wasm'], says: ['auth.signIn.text'] },
  { page: 'forgotten', state: 'ordinary', ...nobody, at: '/forgotten' },
  { page: 'forgotten', state: 'sent', ...nobody, at: '/forgotten', then: sent('forgotten', { email: 'vera@stadtwerke.example' }), says: ['auth.forgotten.sent'] },
  { page: 'forgotten', state: 'failed', ...nobody, at: '/forgotten', fails: ['**/v1/password/**'], then: sent('forgotten', { email: 'vera@stadtwerke.example' }), says: ['connection.unavailable'] },
  { page: 'reset', state: 'ordinary', ...nobody, at: `/reset?token=${wrongToken}` },
  { page: 'reset', state: 'link too old', ...nobody, at: `/reset?token=${wrongToken}`, then: sent('reset', { password: 'vier leise Lokomotiven' }), says: ['reset.link'] },
]

const members = [
  { page: 'members', state: 'ordinary', ...demo, at: '/members' },
  { page: 'members', state: 'filtered', ...demo, at: '/members?status=pending' },
  { page: 'members', state: 'nobody matches', ...demo, at: '/members?q=xyzxyz', says: ['members.noMatch.title'] },
  { page: 'members', state: 'empty', as: 'founder', at: '/members', says: ['members.empty.title', 'imports.title'] },
  { page: 'members', state: 'as a user', as: 'user', at: '/members' },
  { page: 'members', state: 'as a guest', as: 'guest', at: '/members' },
  { page: 'members', state: 'loading', ...demo, at: '/members', holds: ['**/snapshot*'], says: ['connection.loading'] },
  { page: 'members', state: 'failed', ...demo, at: '/members', fails: ['**/snapshot*'], says: ['connection.needed', 'connection.try'] },
  { page: 'members', state: 'offline', ...demo, at: '/members', offline: 'after', then: unfolded, says: ['connection.offlineSince', 'connection.nothingWaits', 'connection.try', 'connection.asOf'] },
  { page: 'members', state: 'offline at the start', ...demo, at: '/members', offline: 'cold', before: async (c) => { await c.go('/members'); await c.installed() }, says: ['connection.needed', 'connection.try'] },
  { page: 'members', state: 'selection', ...demo, at: '/members', then: select, says: [['members.bar.count', { n: 1 }]] },
  { page: 'members', state: 'dialog', ...demo, at: '/members', then: all(menu, async (c, t) => { await c.page.getByRole('menuitem', { name: t('members.delete.action') }).click() }, dialog) },
  { page: 'members', state: 'export', ...demo, at: '/members', then: all((c) => c.page.locator('#members-export').evaluate((b) => b.click()), dialog), says: ['members.export.all', 'members.export.button'] },
  { page: 'tags', state: 'ordinary', ...demo, at: '/tags', says: ['tagPage.sub'] },
  { page: 'tags', state: 'empty', as: 'founder', at: '/tags', says: ['tagPage.none', 'tagPage.toMembers'] },
  { page: 'tags', state: 'offline', ...demo, at: '/tags', offline: 'after', says: ['connection.offlineSince', 'connection.asOfSentence'] },
  { page: 'links', state: 'empty', as: 'founder', at: '/links', says: ['links.noneText'] },
  { page: 'links', state: 'one', ...demo, at: '/links', then: oneLink },
  { page: 'links', state: 'QR code', ...demo, at: '/links', then: all(oneLink, (c) => c.page.locator('.links-address .btn').last().click(), (c) => c.page.locator('dialog[open] .links-qr svg').waitFor()) },
  { page: 'links', state: 'changing', ...demo, at: '/links', then: all(oneLink, (c) => c.page.locator('.links-actions .btn').first().click()), says: ['links.replaceButton'] },
  { page: 'links', state: 'faults', ...demo, at: '/links', then: all(fields('link', { domains: 'birkenfurt' }), (c) => c.page.locator('#link-make').click()), says: [['domain.malformed', { domain: 'birkenfurt' }]] },
  { page: 'links', state: 'failed', ...demo, at: '/links', fails: ['**/v1/tenants/*/links/*'], then: (c) => makeLink(c), says: ['connection.unavailable'] },
  { page: 'links', state: 'offline', ...demo, at: '/links', offline: 'after', then: all(fields('link', {}), (c) => c.page.locator('#link-make').click()), says: ['links.waits', 'connection.asOfSentence'] },
  { page: 'links', state: 'forbidden', as: 'user', at: '/links', says: ['notAllowed.title', 'notAllowed.text'] },
  { page: 'birthdays', state: 'ordinary', ...demo, at: '/birthdays', says: ['birthdays.congratulate'] },
  { page: 'birthdays', state: 'congratulating', ...demo, at: '/birthdays', before: aBirthday, then: all(async (c, t) => {
    await c.page.locator('.birthdays-list .menu-holder > .btn').first().click()
    await c.page.getByRole('menuitem', { name: t('birthdays.inApp') }).click()
  }, dialog), says: ['members.congratulate.field'] },
  { page: 'birthdays', state: 'reminders', ...demo, at: '/birthdays', says: ['birthdays.told.none', 'birthdays.remind', 'birthdays.told.change'] },
  { page: 'birthdays', state: 'reminders failed', ...demo, at: '/birthdays', fails: ['**/v1/tenants/*/birthdays'], says: ['connection.unavailable', 'push.again'] },
  { page: 'birthdays', state: 'offline', ...demo, at: '/birthdays', offline: 'after', says: ['birthdays.remind', 'connection.asOfSentence'] },
  { page: 'birthdays', state: 'empty', as: 'founder', at: '/birthdays', says: ['birthdays.noneText'] },
  { page: 'birthdays', state: 'forbidden', as: 'user', at: '/birthdays', says: ['notAllowed.title', 'notAllowed.text'] },
  { page: 'scheduled', state: 'ordinary', ...demo, at: '/scheduled', before: aLastDay, says: ['schedule.change', 'schedule.withdraw'] },
  { page: 'scheduled', state: 'offline', ...demo, at: '/scheduled', before: aLastDay, offline: 'after', says: ['connection.offlineSince', 'connection.asOfSentence'] },
  { page: 'scheduled', state: 'empty', as: 'founder', at: '/scheduled', says: ['scheduled.noneText'] },
  { page: 'scheduled', state: 'forbidden', as: 'user', at: '/scheduled', says: ['notAllowed.title', 'notAllowed.text'] },
  { page: 'members', state: 'schedule', ...demo, at: '/members', then: all(select, (c, t) => c.page.getByRole('toolbar').getByRole('button', { name: t('members.schedule.action') }).click(), dialog), says: ['members.schedule.then'] },
  { page: 'members', state: 'invite', ...demo, at: '/members?status=pending', then: all(select, press('members.invite.action'), dialog), says: ['members.invite.field'] },
  { page: 'members', state: 'menu', ...demo, at: '/members', then: menu },
]

const aGroup = async (c) => {
  await c.go('/groups')
  await c.page.locator('#groups-tree [role=treeitem]').first().click()
  await c.page.waitForURL(/groups\/0/)
  return new URL(c.page.url()).pathname
}
const groupAct = (key) => all(popover('group-menu'), async (c, t) => { await c.page.getByRole('menuitem', { name: t(key), exact: true }).and(c.page.locator(':visible')).click() }, dialog)

const groups = [
  { page: 'groups', state: 'ordinary', ...demo, at: '/groups', says: ['groups.hint'] },
  { page: 'groups', state: 'empty', as: 'founder', at: '/groups', says: ['groups.none.title', 'groups.new'] },
  { page: 'groups', state: 'found', ...demo, at: '/groups', then: (c) => c.page.locator('#groups-search').fill('wasser'), says: [['groups.found', { n: 1 }]] },
  { page: 'groups', state: 'none found', ...demo, at: '/groups', then: (c) => c.page.locator('#groups-search').fill('xyzxyz'), says: ['groups.noMatch.title'] },
  { page: 'groups', state: 'as a user', as: 'user', at: '/groups' },
  { page: 'groups', state: 'as a guest', as: 'guest', at: '/groups' },
  { page: 'groups', state: 'menu', ...demo, at: '/groups', then: async (c) => { await c.page.locator('#groups-tree .tree-menu').first().click(); await c.page.locator('#groups-menu:popover-open').waitFor() } },
  { page: 'groups', state: 'new', ...demo, at: '/groups?new=1', then: dialog, says: ['groups.new.title'] },
  { page: 'groups', state: 'new by a filter', ...demo, at: '/groups?new=1', then: all(dialog, (c) => c.page.locator('#group-way-rule').check(), (c) => c.page.locator('#group-rule-kind').waitFor()), says: ['smart.nothing'] },
  { page: 'groups', state: 'faults', ...demo, at: '/groups?new=1', then: all(dialog, (c) => c.page.locator('#group-save').click()), says: ['text.missing'] },
  { page: 'groups', state: 'loading', ...demo, at: '/groups', holds: ['**/snapshot*'], says: ['connection.loading'] },
  { page: 'groups', state: 'offline', ...demo, at: '/groups', offline: 'after', says: ['connection.offlineSince', 'connection.asOf'] },
  { page: 'group', state: 'ordinary', ...demo, at: aGroup, says: ['part.leader'] },
  { page: 'group', state: 'as a user', as: 'user', at: aGroup },
  { page: 'group', state: 'offline', ...demo, at: aGroup, offline: 'after', says: ['connection.offlineSince', 'connection.asOf'] },
  { page: 'group', state: 'add', ...demo, at: aGroup, then: all((c) => c.page.locator('#group-add').click(), dialog, (c) => c.page.locator('#group-add-find').fill('ma')), says: ['groups.add.hint'] },
  { page: 'group', state: 'move', ...demo, at: aGroup, then: groupAct('groups.move'), says: ['groups.move.alone'] },
  { page: 'group', state: 'merge', ...demo, at: aGroup, then: groupAct('groups.merge'), says: ['groups.into'] },
  { page: 'group', state: 'delete', ...demo, at: aGroup, then: groupAct('groups.delete'), says: ['groups.end.what'] },
  { page: 'group', state: 'gone', ...demo, at: '/groups/01J0000000000000000000000G', says: ['groups.gone.title', 'groups.toAll'] },
]

// outOfService is the page of somebody deactivated.
const outOfService = async (c) => {
  await c.go('/members?status=deactivated')
  await firstRow(c).getByRole('link').first().or(firstRow(c)).first().click()
  await c.page.waitForURL(/members\/0/)
  return new URL(c.page.url()).pathname
}

const byPassword = async (c) => {
  await c.page.locator('#new-way-password').check()
  await c.page.locator('#new-generate').click()
}
const withPassword = all(fields('new', { givenName: 'Nadja', surname: 'Neu', email: 'nadja.neu@birkenfurt.example' }), byPassword, send)
const instead = { code: 'member.inviteInstead', title: '', faults: [{ kind: 'invalid', code: 'member.inviteInstead', field: 'email' }] }
// session says of whoever is signed in what else is so.
const session = (more) => (c) => c.page.route('**/v1/session', async (r) => {
  const answer = await r.fetch()
  await r.fulfill({ response: answer, json: { ...(await answer.json()), ...more } })
})

const member = [
  { page: 'member', state: 'ordinary', ...demo, at: one(), says: ['members.one.history'] },
  { page: 'member', state: 'edit', ...demo, at: one('?edit=1') },
  { page: 'member', state: 'faults', ...demo, at: one('?edit=1'), then: sent('edit', { email: 'keine Adresse' }), says: ['email.at'] },
  { page: 'member', state: 'as a user', as: 'user', at: one() },
  {
    page: 'member', state: 'own details', as: 'user', says: ['members.own.hint'],
    at: async (c) => {
      await c.go('/profile')
      return c.page.locator('a[href^="/members/"][href$="?edit=1"]').first().getAttribute('href')
    },
  },
  { page: 'member', state: 'history loading', ...demo, at: one(), holds: ['**/entries*'], says: ['audit.loading'] },
  { page: 'member', state: 'history failed', ...demo, at: one(), fails: ['**/entries*'], says: ['connection.unavailable', 'audit.again'] },
  { page: 'member', state: 'erase', ...demo, at: outOfService, then: all(popover('member-menu'), async (c, t) => { await c.page.getByRole('menuitem', { name: t('erase.action') }).and(c.page.locator(':visible')).click() }, dialog), says: ['erase.never'] },
  { page: 'member', state: 'photo', ...demo, at: one(), then: all(async (c) => { await c.page.locator('#member-face').click() }, dialog), says: ['photo.hint'] },
  { page: 'member', state: 'gone', ...demo, at: '/members/01J0000000000000000000000G', says: ['members.one.gone.title'] },
  { page: 'member', state: 'loading', ...demo, at: '/members/01J0000000000000000000000G', holds: ['**/snapshot*'], says: ['connection.loading'] },
  { page: 'member', state: 'offline', ...demo, at: one(), offline: 'after', says: ['connection.offlineSince'] },
  { page: 'new-member', state: 'ordinary', ...demo, at: '/members/new' },
  { page: 'new-member', state: 'faults', ...demo, at: '/members/new', then: send, says: [['app.faults', { n: 3 }]] },
  { page: 'new-member', state: 'with a password', ...demo, at: '/members/new', then: byPassword, says: ['temporary.new.hint', 'temporary.generate'] },
  { page: 'new-member', state: 'with a password offline', ...demo, at: '/members/new', offline: 'after', then: byPassword, says: ['temporary.offline'] },
  { page: 'new-member', state: 'invite instead', ...demo, at: '/members/new', before: answer('**/members', instead, 422), then: withPassword, says: ['member.inviteInstead', 'temporary.insteadDo'] },
  { page: 'new-member', state: 'password made', ...demo, at: '/members/new', before: answer('**/members', { until: '2031-12-10' }), then: withPassword, says: ['temporary.madeText', 'temporary.copy'] },
  { page: 'new-member', state: 'forbidden', as: 'guest', at: '/members/new', says: ['notAllowed.title', 'notAllowed.text'] },
  { page: 'new-member', state: 'notice', ...demo, at: '/members/new', then: create('Zoë', 'Ähnlich', 'zoe.aehnlich'), says: [['members.create.said', { name: 'Zoë Ähnlich' }], 'button.undo'] },
  { page: 'new-member', state: 'waits offline', ...demo, at: '/members/new', offline: 'after', then: all(create('Ole', 'Ahrens', 'ole.ahrens'), unfolded), says: [['connection.kept', { n: 1 }]] },
  { page: 'new-member', state: 'conflict', ...demo, at: '/members/new', before: refused('member.emailTaken', { field: 'email', values: { email: 'ulf.brandt@birkenfurt.example' } }), then: create('Ulf', 'Brandt', 'ulf.brandt'), says: [['inbox.banner', { n: 1 }], 'inbox.look'] },
  {
    page: 'new-member', state: 'conflict looked at', ...demo, at: '/members/new', before: refused('member.emailTaken', { field: 'email', values: { email: 'ulf.brandt@birkenfurt.example' } }),
    then: all(create('Ulf', 'Brandt', 'ulf.brandt'), (c, t) => c.follow(t('inbox.look'))), says: ['member.emailTaken', ['inbox.retry', { n: 1 }], 'inbox.drop', 'inbox.edit'],
  },
]

const inbox = [
  { page: 'inbox', state: 'ordinary', ...demo, at: '/inbox', says: ['inbox.empty.title', 'inbox.empty.text'] },
  { page: 'inbox', state: 'waits offline', ...demo, at: '/members/new', offline: 'after', then: all(create('Oda', 'Arndt', 'oda.arndt'), (c, t) => c.visit(t('inbox.title'))), says: ['inbox.waits', 'inbox.takeBack'] },
]

const table = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const bothFiles = (c) => c.page.locator('#imports-file').setInputFiles([table('units.csv', 'id,parentId,name\na,,Technik\nb,a,Netz\n'), table('staff.csv', 'Vorname;Nachname;E-Mail;units\nEva;Ernst;eva@x.example;b\nUdo;Unrat;udo@x.example;Mond\n')])

const imports = [
  { page: 'import', state: 'ordinary', ...demo, at: '/import' },
  { page: 'import', state: 'checked', as: 'founder', at: '/import', then: file, says: [['imports.take', { n: 7 }]] },
  { page: 'import', state: 'Excel, several sheets', as: 'founder', at: '/import', then: all((c) => c.page.locator('#imports-file').setInputFiles(workbook), (c) => c.page.locator('.imports-columns').evaluate((e) => e.scrollIntoView({ block: 'center' }))), says: [['imports.take', { n: 2 }]] },
  { page: 'import', state: 'Excel waits', as: 'founder', at: '/import', offline: 'after', then: (c) => c.page.locator('#imports-file').setInputFiles(workbook), says: ['imports.book.again'] },
  { page: 'import', state: 'groups and people', as: 'founder', at: '/import', then: bothFiles, says: [['imports.units', { file: 'units.csv' }], 'imports.units.new'] },
  { page: 'import', state: 'groups that are wrong', as: 'founder', at: '/import', then: (c) => c.page.locator('#imports-file').setInputFiles(table('units.csv', 'id,parentId,name\na,b,A\nb,a,B\n')), says: ['imports.units.wrong', 'imports.take.units'] },
  { page: 'import', state: 'failed', as: 'founder', at: '/import', fails: ['**/imports'], then: all(file, (c) => c.page.locator('#imports-take').click()), says: ['connection.unavailable'] },
  { page: 'import', state: 'no list', as: 'founder', at: '/import', then: (c) => c.page.locator('input[type=file]').setInputFiles({ name: 'bild.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]) }) },
  { page: 'import', state: 'forbidden', as: 'user', at: '/import', says: ['notAllowed.title', 'notAllowed.text'] },
  { page: 'import', state: 'offline', ...demo, at: '/import', offline: 'after', says: ['connection.offlineSince'] },
]

const audit = [
  { page: 'audit', state: 'ordinary', ...demo, at: '/audit' },
  { page: 'audit', state: 'nothing matches', ...demo, at: '/audit?about=01J0000000000000000000000G', says: ['audit.none.title'] },
  { page: 'audit', state: 'loading', ...demo, at: '/audit', holds: ['**/entries*'] },
  { page: 'audit', state: 'failed', ...demo, at: '/audit', fails: ['**/entries*'], says: ['connection.unavailable', 'audit.again'] },
  { page: 'audit', state: 'forbidden', as: 'user', at: '/audit', says: ['notAllowed.title', 'notAllowed.text'] },
  { page: 'audit', state: 'offline', ...demo, at: '/audit', before: (c) => c.page.route('**/entries*', (r) => r.abort()), fails: ['**/changes*'], says: ['connection.none', 'audit.again'] },
  { page: 'audit', state: 'chain checked', ...demo, at: '/audit', then: (c) => c.page.locator('#audit-check').click() },
  { page: 'audit', state: 'export menu', ...demo, at: '/audit', then: popover('audit-export') },
]

const settings = [
  { page: 'settings', state: 'some see others', ...demo, at: '/settings', then: (c) => c.page.locator('#sight-choice-some').check(), says: ['sight.whoHint'] },
  { page: 'settings', state: 'domains', ...demo, at: '/settings', then: aDomain, says: ['joining.state.unproved'] },
  { page: 'settings', state: 'proving', ...demo, at: '/settings', then: all(aDomain, async (c) => {
    await c.page.locator('.joining-list li .btn').first().click()
    await c.page.waitForFunction(() => document.querySelector('#joining-record')?.value)
    await c.page.locator('#joining-check').click()
  }), says: [['domain.unproved', { domain: 'birkenfurt.example' }]] },
  { page: 'settings', state: 'the key of a connected system', ...demo, at: '/settings', then: aKey },
  { page: 'settings', state: 'ordinary', ...demo, at: '/settings' },
  { page: 'settings', state: 'faults', ...demo, at: '/settings', then: sent('rename', { name: ' ' }), says: ['text.missing'] },
  { page: 'settings', state: 'as a user', as: 'user', at: '/settings', says: ['settings.lacking'] },
  { page: 'settings', state: 'loading', ...demo, at: '/settings', holds: ['**/snapshot*'], says: ['connection.loading'] },
  { page: 'settings', state: 'offline', ...demo, at: '/settings', offline: 'after', says: ['connection.offlineSince'] },
  { page: 'profile', state: 'ordinary', ...demo, at: '/profile' },
  { page: 'profile', state: 'unproved', ...demo, at: '/profile', before: session({ unproved: true }), says: ['renew.unproved', 'renew.again'] },
  { page: 'profile', state: 'another address waits', ...demo, at: '/profile', before: session({ newEmail: 'marlene.neu@birkenfurt.example' }), says: ['ownEmail.waitsText', 'ownEmail.drop'] },
  { page: 'leave', state: 'ordinary', as: 'user', at: '/leave?token=x', before: answer('**/leave/open', { organisation: 'Stadtwerke Birkenfurt', last: true }), says: ['leaving.last', 'leaving.now'] },
  { page: 'leave', state: 'faults', as: 'user', at: '/leave?token=x', before: answer('**/leave/open', { organisation: 'Stadtwerke Birkenfurt' }), then: all((c) => c.page.locator('#leaving-reason').fill('x'.repeat(501)), send), says: ['leaving.stays'] },
  { page: 'leave', state: 'dead link', as: 'user', at: '/leave?token=x', says: ['leaving.failed', 'leave.link'] },
  { page: 'leave', state: 'failed', as: 'user', at: '/leave?token=x', fails: ['**/leave/open'], says: ['leaving.failed', 'connection.try'] },
  { page: 'leave', state: 'loading', as: 'user', at: '/leave?token=x', holds: ['**/leave/open'], says: ['leaving.title'] },
  { page: 'email', state: 'ordinary', ...demo, at: '/email?token=x', before: answer('**/email/open', { email: 'marlene.neu@birkenfurt.example' }), says: ['ownEmail.confirmNow'] },
  { page: 'email', state: 'done', ...demo, at: '/email?token=x', before: all(answer('**/email/open', { email: 'marlene.neu@birkenfurt.example' }), (c) => c.page.route('**/email/confirm', async (r) => r.fulfill({ json: await (await r.fetch({ url: new URL('/v1/session', r.request().url()).href, method: 'GET', postData: '' })).json() }))), then: (c) => c.page.locator('#moving-confirm').click(), says: ['ownEmail.done'] },
  { page: 'email', state: 'dead link', ...demo, at: '/email?token=x', says: ['ownEmail.failed', 'emailChange.link'] },
  { page: 'email', state: 'failed', ...demo, at: '/email?token=x', fails: ['**/email/open'], says: ['ownEmail.failed', 'connection.try'] },
  { page: 'email', state: 'loading', ...demo, at: '/email?token=x', holds: ['**/email/open'], says: ['ownEmail.title'] },
  { page: 'renew', state: 'ordinary', ...demo, at: '/members', before: session({ temporary: true, memberships: [] }), says: ['renew.text'] },
  { page: 'renew', state: 'faults', ...demo, at: '/members', before: session({ temporary: true, memberships: [] }), then: sent('renew', { new: 'kurz' }), says: ['password.tooShort'] },
  { page: 'profile', state: 'faults', ...demo, at: '/profile', then: sent('you', { givenName: '', surname: '' }), says: [['app.faults', { n: 2 }]] },
  { page: 'profile', state: 'failed', ...demo, at: '/profile', fails: ['**/v1/profile'], then: sent('you', { givenName: 'Marlene' }), says: ['connection.unavailable'] },
  { page: 'profile', state: 'offline', ...demo, at: '/profile', offline: 'after', says: ['connection.offlineSince'] },
  { page: 'profile', state: 'device locks', as: 'locker', at: '/profile', then: lock, says: ['lock.is.pin', 'lock.now', 'lock.change'] },
  { page: 'organisation', state: 'ordinary', ...demo, at: '/organisations/new' },
  { page: 'organisation', state: 'faults', ...demo, at: '/organisations/new', then: send, says: ['text.missing'] },
  {
    page: 'organisation', state: 'none yet', ...demo, at: '/members', says: ['auth.found.title', 'auth.found.submit'],
    before: (c) => c.page.route('**/v1/session', async (r) => { const a = await r.fetch(); await r.fulfill({ response: a, json: { ...(await a.json()), memberships: [] } }) }),
  },
]

// What stands around every page; the list of members is behind it.
const around = [
  { page: 'frame', state: 'palette', ...demo, at: '/members', then: async (c) => { await c.page.keyboard.press('Control+k'); await c.page.locator('dialog[open] input').fill('ar') } },
  { page: 'frame', state: 'keys', ...demo, at: '/members', then: async (c) => { await c.page.locator('#page-title').focus(); await c.page.keyboard.press('?'); await dialog(c) }, says: ['keys.title'] },
  { page: 'frame', state: 'help', ...demo, at: '/members', then: all(press('help.page'), dialog), says: ['help.title'] },
  { page: 'frame', state: 'my menu', ...demo, at: '/members', then: popover('me-menu') },
  { page: 'frame', state: 'connection', ...demo, at: '/members', then: popover('state-panel') },
  { page: 'frame', state: 'job running', ...demo, at: '/members', before: job({ state: 'running' }), says: ['job.stop'] },
  { page: 'frame', state: 'job failed', ...demo, at: '/members', before: job({ state: 'failed', ended: new Date().toISOString(), fault: { kind: 'unavailable', code: 'app.unforeseen' } }), then: async (c) => { await popover('me-menu')(c); await c.page.locator('#me-menu [role=menuitem]').nth(1).click() } },
  { page: 'frame', state: 'first steps', as: 'founder', at: '/members', then: async (c) => { if (!(await c.page.locator('.start-steps').isVisible())) await c.page.locator('.start summary').click() }, says: ['start.away'] },
  { page: 'frame', state: 'new version', ...demo, at: '/members', before: (c) => updates(c, 'waits'), says: ['update.title', 'update.now'] },
  { page: 'frame', state: 'new version that waits for a form', ...demo, at: '/members', before: (c) => updates(c, 'form'), says: ['update.title', 'update.form'] },
  { page: 'frame', state: 'version that the server no longer understands', ...demo, at: '/members', before: (c) => updates(c, 'needed'), says: ['update.needed', 'update.now'] },
  { page: 'frame', state: 'session ended', ...demo, at: '/members', before: answer('**/changes*', { code: 'session.missing', faults: [{ kind: 'signedOut', code: 'session.missing' }] }, 401), says: ['auth.again.title'] },
  { page: 'frame', state: 'device locked', as: 'locker', at: '/profile', then: all(lock, (c) => c.go('/members'), (c, t) => c.heading(t('seal.title'))), says: ['seal.text', 'seal.open', 'seal.forgotten'] },
  { page: 'frame', state: 'asking', ...demo, at: '/members', holds: everything },
  { page: 'frame', state: 'not found', ...demo, at: '/nowhere', says: ['notFound.title', 'notFound.home'] },
]

export const states = [...outside, ...members, ...member, ...groups, ...inbox, ...imports, ...audit, ...settings, ...around]
