// The pictures by which systems show the app before it is installed, the icons of its shortcuts, and the pictures of the README, from the running demo:
// make screens.
// infra/site/manifest.go lists them by their names.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch, quit } from './cockpit.mjs'
import { House } from './house.mjs'

const web = fileURLToPath(new URL('../../web', import.meta.url))
const docs = fileURLToPath(new URL('../../docs', import.meta.url))
const list = fileURLToPath(new URL('files/personal-2025.csv', import.meta.url))
const forms = {
  wide: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
  narrow: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
}

// keep writes what is to be seen as WebP, which Chromium itself can make.
async function keep(page, form, name) {
  const png = (await page.screenshot({ animations: 'disabled' })).toString('base64')
  const { size, webp } = await page.evaluate(async (png) => {
    const image = new Image()
    image.src = `data:image/png;base64,${png}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    canvas.getContext('2d').drawImage(image, 0, 0)
    return { size: `${image.width}x${image.height}`, webp: canvas.toDataURL('image/webp', 0.82).split(',')[1] }
  }, png)
  writeFileSync(`${web}/screens/${form}.${name}.${size}.webp`, Buffer.from(webp, 'base64'))
}

async function open(house, form, colorScheme = 'light') {
  const context = await (await launch()).newContext({ locale: 'de-DE', colorScheme, reducedMotion: 'reduce', serviceWorkers: 'block', ...forms[form] })
  const page = await context.newPage()
  await page.goto(`${house.origin}/sign-in`)
  await page.getByRole('button', { name: 'Demo öffnen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mitglieder' }).waitFor()
  return page
}
const settled = async (page) => {
  await page.waitForLoadState('networkidle')
  await page.locator('.skeleton, [aria-busy=true]').first().waitFor({ state: 'detached' })
  await page.locator('.notice').first().waitFor({ state: 'detached' })
}

// icon draws one of the app's icons on the ground of its mark.
async function icon(page, svg, name) {
  await page.setViewportSize({ width: 96, height: 96 })
  await page.setContent(`<body>${svg}</body>`)
  await page.evaluate(() => {
    Object.assign(document.body.style, { margin: 0, width: '96px', height: '96px', display: 'grid', placeItems: 'center', background: '#15202b', borderRadius: '22px', color: '#fff' })
    const svg = document.querySelector('svg')
    Object.assign(svg.style, { width: '56px', height: '56px', fill: 'none', stroke: 'currentColor', strokeWidth: 2, strokeLinecap: 'round', strokeLinejoin: 'round' })
  })
  writeFileSync(`${web}/icons/icon-shortcut-${name}.png`, await page.screenshot({ omitBackground: true }))
}

const house = await House.open()
rmSync(`${web}/screens`, { recursive: true, force: true })
mkdirSync(`${web}/screens`)

const wide = await open(house, 'wide')
await settled(wide)
await keep(wide, 'wide', 'members')
await wide.screenshot({ path: `${docs}/members-light.png`, animations: 'disabled' })
const icons = await wide.evaluate(() => ['members', 'import'].map((n) => [n, document.querySelector(`nav a[href="/${n}"] svg`).outerHTML])
  .concat([['new', document.querySelector('a[href="/members/new"] svg').outerHTML]]))
await wide.goto(`${house.origin}/import`)
await wide.locator('#imports-file').setInputFiles(list)
await wide.locator('.imports-2').waitFor()
await settled(wide)
await keep(wide, 'wide', 'import')

const narrow = await open(house, 'narrow')
await settled(narrow)
await keep(narrow, 'narrow', 'members')
await narrow.screenshot({ path: `${docs}/members-phone.png`, animations: 'disabled', scale: 'css' })
await narrow.locator('[role=row] a').nth(2).click()
await narrow.locator('h1').filter({ hasNotText: 'Mitglieder' }).waitFor()
await settled(narrow)
await keep(narrow, 'narrow', 'member')

const dark = await open(house, 'wide', 'dark')
await settled(dark)
await dark.screenshot({ path: `${docs}/members-dark.png`, animations: 'disabled' })

const page = await (await (await launch()).newContext({ deviceScaleFactor: 1 })).newPage()
for (const [name, svg] of icons) await icon(page, svg, name)
await house.close()
await quit()
