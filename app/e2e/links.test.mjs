// Links by which many can join: made and copied, followed by somebody who joins, changed, made without a connection, and closed.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, vera, address
before(async () => {
  house = await House.open()
  vera = await Cockpit.open(house, { size: phone })
  await vera.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.origin })
  await vera.signUp()
  await vera.settled()
})
after(close)

const clean = async (c) => assert.deepEqual([...await c.axe(), ...await c.sticksOut()], [])
const cards = (c) => c.page.locator('.links-list > li')
const open = async (link) => {
  const c = await Cockpit.open(house, { size: phone })
  await c.page.goto(link)
  return c
}

test('a link for guests of one domain is made, copied and shown as a QR code', async () => {
  await vera.go('/members/new')
  await vera.follow('Viele auf einmal: ein Einladungslink')
  await vera.shows('Noch kein Link')
  await clean(vera)
  await vera.page.getByRole('radio', { name: /Gast/ }).check()
  await vera.page.locator('#link-domains').fill('@Werkstatt.example; keine')
  await vera.press('Link machen und kopieren')
  await vera.shows('«keine» ist keine Domain')
  await vera.page.locator('#link-limit').fill('2')
  await vera.page.locator('#link-domains').fill('@Werkstatt.example')
  await vera.press('Link machen und kopieren')
  await vera.shows('Der Link ist kopiert.')
  await cards(vera).getByText('0 von 2 sind beigetreten').waitFor()
  await cards(vera).getByText('nur Adressen von werkstatt.example').waitFor()
  address = await cards(vera).getByRole('textbox').inputValue()
  assert.equal(await vera.page.evaluate(() => navigator.clipboard.readText()), address)
  assert.match(address, new RegExp(`^${house.origin}/join\\?link=`))
  await clean(vera)
  await vera.press('QR-Code')
  const code = vera.page.locator('dialog[open] .links-qr svg')
  const { width, height } = await code.boundingBox()
  assert.ok(width > 250 && Math.abs(width - height) < 2, `the code is ${width} × ${height}`)
  await clean(vera)
  const [file] = await Promise.all([vera.page.waitForEvent('download'), vera.press('Als Bild sichern')])
  assert.match(file.suggestedFilename(), /\.svg$/)
  await vera.press('Fertig')
})

test('somebody follows it, and joins by a mail', async () => {
  const ben = await open(address)
  await ben.heading('Bei Stadtwerke Lindau mitmachen')
  await clean(ben)
  await ben.press('Link per E-Mail anfordern')
  await ben.shows('3 Angaben')
  await ben.field('Vorname').fill('Ben')
  await ben.field('Nachname').fill('Öhler')
  await ben.page.locator('#join-email').fill('ben@woanders.example')
  await ben.press('Link per E-Mail anfordern')
  await ben.shows('nur Adressen von werkstatt.example beitreten, nicht von woanders.example')
  await ben.page.locator('#join-email').fill('ben@werkstatt.example')
  await ben.press('Link per E-Mail anfordern')
  await ben.heading('Schauen Sie in Ihr Postfach')
  await clean(ben)
  await ben.page.goto(await house.link('ben@werkstatt.example', '/invitation'))
  await ben.heading('Einladung von Stadtwerke Lindau')
  await ben.field('Passwort').fill('drei stille Dampfloks')
  await ben.press('Konto anlegen und beitreten')
  await ben.heading('Mitglieder')
  await cards(vera).getByText('1 von 2 ist beigetreten').waitFor()
  await ben.close()
})

test('it is changed without a connection: the new one comes, the old one opens nothing', async () => {
  await vera.context.setOffline(true)
  await vera.press(/^Ändern|Link ändern/)
  assert.equal(await vera.page.locator('#link-limit').inputValue(), '2')
  await vera.page.locator('#link-limit').fill('30')
  await vera.press('Durch neuen Link ersetzen')
  await vera.shows('Die Adresse kommt, sobald der Server den Link kennt.')
  await vera.context.setOffline(false)
  await cards(vera).getByRole('textbox').waitFor()
  assert.notEqual(await cards(vera).getByRole('textbox').inputValue(), address)
  const c = await open(address)
  await c.heading('Dieser Link führt nicht weiter')
  await clean(c)
  await c.close()
})

test('it is closed, and that is taken back; the audit trail tells all of it', async () => {
  await vera.press(/^Schließen|Link schließen/)
  await vera.takeBack('Der Einladungslink ist geschlossen.')
  await cards(vera).getByRole('textbox').waitFor()
  await vera.go('/audit')
  await vera.shows('Ben Öhler ist über einen Einladungslink beigetreten')
  await vera.shows('Vera Vogel hat einen Einladungslink durch einen neuen ersetzt: Gast')
  await clean(vera)
})
