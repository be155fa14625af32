// Without a connection, be the network off or the server stopped: everything goes on, says how things stand, and arrives once.
import { after, before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone } from './cockpit.mjs'
import { House, close } from './house.mjs'

let house, c
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
  await c.demo()
  await c.shows('Im Takt')
  await c.page.evaluate(() => navigator.serviceWorker.ready)
  await c.stored(1)
  await c.kept()
})
after(close)

const deactivated = (who, name) => who.row(name).filter({ hasText: 'Deaktiviert' })
const waits = (who, name) => who.row(name).filter({ hasText: 'wartet' }).waitFor()
const ways = [
  {
    name: 'with the network off', off: () => c.context.setOffline(true), on: () => c.context.setOffline(false),
    edited: 'Holger Abel', chosen: ['Karl-Heinz Vogel', 'Wolfgang Kraus', 'Manfred Schubert'], back: ['Peter Ackermann', 'Georg Ackermann'], place: 'Heizkraftwerk', late: 'Sabine Arslan',
  },
  {
    name: 'with the server stopped', off: () => house.kill(), on: () => house.start(),
    edited: 'Melanie Pohl', chosen: ['Samira Lehmann', 'Thomas Becker', 'Selin Jung'], back: ['Stefan Simon', 'Nils Hahn'], place: 'Rechenzentrum', late: 'Antje Zöllner',
  },
]
// many does something to several people who are chosen in the list.
async function many(names, press, button) {
  for (const name of names) {
    await c.page.getByRole('searchbox').fill(name)
    await c.choose(name)
  }
  await c.press(press)
  await c.dialog().getByRole('button', { name: button }).click()
}

for (const way of ways) {
  describe(way.name, () => {
    before(way.off)
    let filtered

    test('the app opens from nothing, finds everybody, and a person’s page opens by its address', async () => {
      await c.fresh()
      await c.go('/members')
      await c.heading('Mitglieder')
      await c.shows(/Offline seit/)
      await c.page.getByRole('searchbox').fill(way.edited)
      const page = await c.row(way.edited).getByRole('link').first().getAttribute('href')
      await c.fresh()
      await c.go(page)
      await c.heading(way.edited)
    })

    test('an edit is there at once, and waits', async () => {
      await c.edit(way.edited, { title: 'Ohne Netz' })
      await c.shows('Ohne Netz')
      await c.visit('Mitglieder')
      await c.page.getByRole('searchbox').fill(way.edited)
      await waits(c, way.edited)
    })

    test('many who were chosen one by one are done at once', async () => {
      await many(way.chosen, 'Deaktivieren', '3 deaktivieren')
      await c.shows('3 Mitglieder sind deaktiviert.')
      for (const name of way.chosen) {
        await c.page.getByRole('searchbox').fill(name)
        await deactivated(c, name).waitFor()
      }
    })

    test('many whom a filter shows are done later: for whom it shows then', async () => {
      await c.kept()
      await c.go(`/members?location=${way.place}&status=active`)
      await c.choose(/@/)
      const all = c.page.getByRole('button', { name: /^Alle \d+ auswählen$/ })
      filtered = Number((await all.innerText()).match(/\d+/))
      await all.click()
      await c.press('Taggen')
      await c.dialog().getByLabel('Hinzufügen').fill(way.place)
      await c.dialog().getByText('Ausgeführt wird es, sobald die Verbindung wieder da ist').waitFor()
      await c.dialog().getByRole('button', { name: `Tags von ${filtered} ändern` }).click()
      await c.shows(`Tags für ${filtered} Mitglieder ändern sich, sobald die Verbindung wieder da ist.`)
      await c.visit('Zu klären')
      await c.shows(`Für alle, die der Filter dann zeigt: beim Auftrag ${filtered}`)
    })

    test('what was done is taken back before it was ever sent', async () => {
      await c.visit('Mitglieder')
      await many(way.back, 'Deaktivieren', '2 deaktivieren')
      await c.takeBack('2 Mitglieder sind deaktiviert.')
      await c.page.getByRole('searchbox').fill(way.back[0])
      await c.row(way.back[0]).waitFor()
      assert.equal(await deactivated(c, way.back[0]).count(), 0)
    })

    test('a second tab opens as well, and each shows what is done in the other', async () => {
      const b = await c.tab()
      await b.go('/members')
      await b.act(way.chosen[0], 'Reaktivieren')
      await waits(b, way.chosen[0])
      await c.page.getByRole('searchbox').fill(way.chosen[0])
      await deactivated(c, way.chosen[0]).waitFor({ state: 'detached' })
      await c.act(way.late, 'Deaktivieren')
      await b.page.getByRole('searchbox').fill(way.late)
      await deactivated(b, way.late).waitFor()
      await b.page.close()
    })

    test('what needs the server says so', async () => {
      await c.visit('Verlauf')
      await c.shows(/Verbindung|offline|Offline/)
    })

    test('after a restart all of it waits, and with the connection back it arrives, once', async () => {
      await c.kept()
      await c.fresh()
      await c.go('/inbox')
      await c.shows('Wartet auf den Versand')
      assert.deepEqual((await c.page.locator('.outgoings > li').allInnerTexts()).map((t) => t.split('\n')[0]), [
        `${way.edited} ist geändert.`, '3 Mitglieder sind deaktiviert.', `Tags für ${filtered} Mitglieder ändern sich, sobald die Verbindung wieder da ist.`,
        `${way.chosen[0]} ist reaktiviert.`, `${way.late} ist deaktiviert.`,
      ])
      await way.on()
      await c.shows('Nichts zu klären')
      await c.shows('Im Takt')

      const other = await Cockpit.open(house, { state: await c.context.storageState() })
      await other.go(`/members?tag=${way.place}`)
      await other.settled()
      assert.equal(await other.page.locator('.vlist-row').count(), filtered)
      await other.visit('Verlauf')
      for (const said of [`bei ${way.edited} geändert`, `(${way.chosen.join('|')}) und 2 weitere deaktiviert`, `${way.chosen[0]} reaktiviert`, `${way.late} deaktiviert`, `«${way.place}»`]) {
        await other.shows(new RegExp(said))
        assert.equal(await other.page.getByRole('listitem').filter({ hasText: new RegExp(said) }).count(), 1, said)
      }
      assert.equal(await other.page.getByRole('listitem').filter({ hasText: new RegExp(way.back.join('|')) }).filter({ hasText: 'Marlene Seidel' }).count(), 0)
      await other.close()
    })
  })
}

test('a phone says it in one line, which unfolds by touch and by keyboard', async () => {
  const held = await Cockpit.open(house, { state: await c.context.storageState(), size: phone })
  await held.go('/members')
  await held.settled()
  await held.context.setOffline(true)
  const [banner, line] = [held.page.locator('.banner'), held.page.locator('.banner summary')]
  await line.waitFor()
  assert.match(await banner.innerText(), /^Offline seit \d\d:\d\d$/)
  await held.act('Susanne Arslan', 'Deaktivieren')
  await line.getByText(/^Offline seit \d\d:\d\d · 1 wartet$/).waitFor()
  const high = async (e) => Math.round((await e.boundingBox()).height)
  assert.deepEqual([await high(line), await high(banner)], [44, 45])
  await line.tap()
  await held.shows(/^1 Änderung liegt auf diesem Gerät und wird gesendet, sobald die Verbindung wieder da ist\. Sie können Stellwerk schließen\./)
  assert.ok(await high(banner.getByRole('button', { name: 'Jetzt versuchen' })) >= 44)
  assert.deepEqual(await held.axe(), [])
  await line.focus()
  await held.page.keyboard.press('Enter')
  await held.hides('Jetzt versuchen')
  await held.context.setOffline(false)
  await banner.waitFor({ state: 'detached' })
  await held.close()
})

test('a second device sees it without being asked', async () => {
  const other = await Cockpit.open(house, { state: await c.context.storageState() })
  await other.go('/members')
  await other.heading('Mitglieder')
  await other.settled()
  await other.page.getByRole('searchbox').fill('Holger Arslan')
  await other.row('Holger Arslan').waitFor()
  await c.visit('Mitglieder')
  await c.act('Holger Arslan', 'Deaktivieren')
  await deactivated(other, 'Holger Arslan').waitFor()
  await other.close()
})

test('a refused deed comes back with its reason and its input', async () => {
  const other = await Cockpit.open(house, { state: await c.context.storageState() })
  await other.go('/members/new')
  await other.heading('Mitglied anlegen')
  await c.go('/members/new')
  await c.heading('Mitglied anlegen')
  await c.settled()
  await c.context.setOffline(true)
  for (const [who, name] of [[other, 'Erste'], [c, 'Zweite']]) {
    await who.page.locator('#new-givenName').fill(name)
    await who.page.locator('#new-surname').fill('Person')
    await who.page.locator('#new-email').fill('dieselbe@birkenfurt.example')
    await who.press('Anlegen')
    await who.shows(`${name} Person ist angelegt.`)
  }
  await other.shows('Im Takt')
  await c.context.setOffline(false)
  await c.shows('1 Änderung ist zu klären')
  await c.follow('Klären')
  assert.match(await c.page.getByRole('article', { name: 'Zweite Person' }).innerText(), /gehört schon zu einem Mitglied[^]*dieselbe@birkenfurt.example/)
  await other.close()
})
