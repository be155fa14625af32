// A photo of somebody: chosen from a file, cut out, seen wherever the person is, without a connection too, and taken back.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone, withoutWindows } from './cockpit.mjs'
import { House, close } from './house.mjs'

withoutWindows()
let house, c, portrait
before(async () => {
  house = await House.open()
  c = await Cockpit.open(house)
  await c.demo()
  await c.settled()
  portrait = await painted()
})
after(close)

const clean = async (on = c) => assert.deepEqual([...await on.axe(), ...await on.sticksOut()], [])

// painted is a tall JPEG file, red above and blue below, that tells where it was taken, as those of phones do.
async function painted() {
  const data = await c.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(900, 1200)
    const brush = canvas.getContext('2d')
    brush.fillStyle = '#d02020'
    brush.fillRect(0, 0, 900, 600)
    brush.fillStyle = '#2020d0'
    brush.fillRect(0, 600, 900, 600)
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())]
  })
  const taken = Buffer.from('Exif\0\0Birkenfurt, 48.1 N')
  const mark = Buffer.from([0xff, 0xe1, 0, taken.length + 2])
  return Buffer.concat([Buffer.from(data.slice(0, 2)), mark, taken, Buffer.from(data.slice(2))])
}

const open = async (on = c) => {
  await on.page.locator('#member-face').click()
  await on.dialog().getByRole('button', { name: 'Abbrechen' }).waitFor()
}
const choose = (buffer, on = c) => on.page.locator('#member-photo-file').setInputFiles({ name: 'porträt.jpg', mimeType: 'image/jpeg', buffer })
// seen waits until a photo shows in a face, and says what colours it has above and below.
const seen = async (where, on = c) => {
  await on.page.waitForFunction((where) => document.querySelector(`${where} member-photo`)?.style.backgroundImage, where)
  return on.page.evaluate(async (where) => {
    const image = document.querySelector(`${where} member-photo`).style.backgroundImage.slice(5, -2)
    const picture = new Image()
    picture.src = image
    await picture.decode()
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    const brush = canvas.getContext('2d')
    brush.drawImage(picture, 0, 0)
    const at = (x, y) => { const [r, , b] = brush.getImageData(x, y, 1, 1).data; return r > b ? 'red' : 'blue' }
    return `${picture.width}x${picture.height} ${at(20, 20)} ${at(20, picture.height - 20)}`
  }, where)
}

test('what is no picture is told, and nothing is lost', async () => {
  await c.member('Sabine Arslan')
  await open()
  await clean()
  await choose(Buffer.from('kein Bild'))
  await c.shows('Dieses Bild kann der Browser nicht lesen.')
  assert.ok(await c.dialog().getByRole('button', { name: 'Foto übernehmen' }).isDisabled())
})

test('a picture is chosen, moved by keys, and seen wherever the person is', async () => {
  await choose(portrait)
  const crop = c.page.locator('#member-photo-crop')
  await crop.waitFor()
  await c.page.waitForFunction(() => document.activeElement.id === 'member-photo-crop')
  await clean()
  for (let i = 0; i < 30; i++) await c.page.keyboard.press('ArrowUp') // further than there is image: no edge comes in
  await c.dialog().getByRole('button', { name: 'Foto übernehmen' }).click()
  await c.shows('Sabine Arslan hat ein neues Foto.')
  assert.equal(await seen('.member-head'), '256x256 red blue')
  await clean()
  await c.shows('Im Takt')
  await c.go('/members?q=arslan+sab')
  assert.equal(await seen('.members-face'), '256x256 red blue')
})

test('somebody else sees it on another device, and it holds no more than what is seen', async () => {
  const other = await Cockpit.open(house, { size: phone })
  await other.as('admin')
  const came = other.page.waitForResponse((r) => r.url().includes('/photos/'))
  await other.member('Sabine Arslan')
  assert.equal(await seen('.member-head', other), '256x256 red blue')
  const file = await (await came).body()
  assert.ok(!file.includes('Birkenfurt') && file.length <= 24 << 10, `${file.length} bytes`)
  await clean(other)
  await other.close()
})

test('without a connection another part is chosen by dragging and growing; it waits, is seen at once, and arrives', async () => {
  await c.member('Sabine Arslan')
  await c.context.setOffline(true)
  await open()
  await choose(portrait)
  const crop = c.page.locator('#member-photo-crop')
  await crop.waitFor()
  await c.page.locator('#member-photo-zoom').fill('200')
  const box = await crop.boundingBox()
  await c.page.mouse.move(box.x + box.width / 2, box.y + 40)
  await c.page.mouse.down()
  await c.page.mouse.move(box.x + box.width / 2, box.y + 40 + 200, { steps: 4 })
  await c.page.mouse.up()
  await c.dialog().getByRole('button', { name: 'Foto übernehmen' }).click()
  await c.shows('Sabine Arslan hat ein neues Foto.')
  await c.page.waitForFunction(() => document.querySelector('.member-head member-photo')?.style.backgroundImage)
  assert.equal(await seen('.member-head'), '256x256 red red')
  await c.kept()
  await c.page.reload()
  assert.equal(await seen('.member-head'), '256x256 red red', 'after a start without a connection')
  await c.context.setOffline(false)
  await c.shows('Im Takt')
  await c.go('/audit')
  await c.page.getByRole('listitem').filter({ hasText: /Marlene Seidel hat bei Sabine Arslan .*Foto/ }).first().waitFor()
})

test('the photo is removed, and taking that back brings it again', async () => {
  await c.member('Sabine Arslan')
  await open()
  await c.dialog().getByRole('button', { name: 'Foto entfernen' }).click()
  await c.page.locator('.member-head member-photo').waitFor({ state: 'detached' })
  await c.takeBack('Sabine Arslan hat kein Foto mehr.')
  assert.equal(await seen('.member-head'), '256x256 red red')
})

test('the organisation has a logo, which others see at the top, and which goes and comes back', async () => {
  await c.go('/settings')
  await c.press('Logo wählen')
  await clean()
  await c.page.locator('#organisation-logo-file').setInputFiles({ name: 'logo.jpg', mimeType: 'image/jpeg', buffer: portrait })
  await c.page.locator('#organisation-logo-crop').waitFor()
  await clean()
  await c.press('Logo übernehmen')
  await c.shows('Die Organisation hat ein neues Logo.')
  assert.equal(await seen('.org .mark'), '256x256 red blue')
  await clean()
  await c.shows('Im Takt')
  const guest = await Cockpit.open(house)
  await guest.as('user')
  assert.equal(await seen('.org .mark', guest), '256x256 red blue')
  await guest.close()
  await c.press('Logo ändern')
  await c.press('Logo entfernen')
  await c.page.locator('.org .mark member-photo').waitFor({ state: 'detached' })
  await c.takeBack('Die Organisation hat kein Logo mehr.')
  assert.equal(await seen('.org .mark'), '256x256 red blue')
})
