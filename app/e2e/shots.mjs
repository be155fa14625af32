// Pictures of everything, to be looked through: every page in every state, every specimen of the gallery, every mail and the outbox,
// on a desk and on a phone, light and dark, in German and English, with a page that shows them side by side: make shots.
// What axe finds on a page while its picture is taken is told at the end. STATES=members,audit makes those pages alone. readme makes the pictures of the README anew: app/e2e/run shots.mjs readme.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Cockpit, desk, launch, phone, quit, withoutWindows } from './cockpit.mjs'
import { House } from './house.mjs'
import { shootMails } from './mails.mjs'
import { Stage } from './stage.mjs'
import { states } from './states.mjs'

withoutWindows()
const root = fileURLToPath(new URL('../..', import.meta.url))
const out = join(root, 'build/shots')
const sizes = { desk, phone }
const themes = ['light', 'dark']
const pictures = [] // { page, state, size, theme, lang, file }
const missing = []
const wrong = []

const slug = (s) => s.replace(/\W+/g, '-')

// keep takes a picture in each theme: the page stays as it is, only the browser says that it is dark.
async function keep(page, about, examine) {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    for (const found of examine ? await examine() : []) wrong.push(`${about.page}, ${about.state} (${about.size}, ${theme}, ${about.lang}): ${found}`)
    const file = join(slug(about.page), `${slug(about.state)}.${about.size}.${theme}.${about.lang}.png`)
    await page.screenshot({ path: join(out, file), animations: 'disabled' })
    pictures.push({ ...about, theme, file })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

async function pages(house, size, lang) {
  const wanted = process.env.STATES && process.env.STATES.split(',')
  const stage = new Stage(house, { size: sizes[size], lang })
  for (const s of states.filter((s) => !wanted || wanted.includes(s.page))) {
    await stage.show(s, (c) => keep(c.page, { page: s.page, state: s.state, size, lang }, () => c.axe()))
      .catch((err) => missing.push(`${s.page}, ${s.state} (${size}, ${lang}): ${err.message.split('\n')[0]}`))
  }
  await stage.close()
}

async function gallery(house, size, lang) {
  const c = await Cockpit.open(house, { size: sizes[size], locale: lang })
  for (const theme of themes) {
    await c.go(`/gallery?theme=${theme}&lang=${lang}`)
    await c.heading('Gallery')
    await c.page.setViewportSize({ width: sizes[size].width, height: await c.page.locator('.gallery').evaluate((g) => g.scrollHeight) })
    for (const section of await c.page.locator('section.specimen').all()) {
      const id = await section.getAttribute('id')
      const file = join('gallery', `${id}.${size}.${theme}.${lang}.png`)
      await section.screenshot({ path: join(out, file), animations: 'disabled' })
      pictures.push({ page: 'gallery', state: id, size, theme, lang, file })
    }
  }
  await c.page.setViewportSize(sizes[size])
  await c.go('/local/outbox')
  await keep(c.page, { page: 'outbox', state: 'ordinary', size, lang })
  await c.context.close()
}

async function mails() {
  for (const path of await shootMails(await launch(), join(out, 'mails'))) {
    const [name, lang, scheme, width] = basename(path, '.png').split('.')
    pictures.push({ page: 'mails', state: name, size: width < 640 ? 'phone' : 'desk', theme: scheme, lang, file: join('mails', basename(path)) })
  }
}

// index shows all of them, grouped by page and state. What is not to be seen is unticked: that is all style, no script.
function index() {
  const ticks = { size: Object.keys(sizes), theme: [...themes, 'inverted'], lang: ['de', 'en'] }
  const boxes = Object.values(ticks).flat().map((v) => `<label><input type="checkbox" id="${v}" checked> ${v}</label>`).join(' ')
  const hide = Object.values(ticks).flat().map((v) => `body:has(#${v}:not(:checked)) .${v}{display:none}`).join('')
  const groups = group(pictures, (p) => p.page)
  const figure = (p) => `<figure class="${p.size} ${p.theme} ${p.lang}"><a href="${p.file}"><img loading="lazy" alt="" src="${p.file}"></a><figcaption>${p.size}, ${p.theme}, ${p.lang}</figcaption></figure>`
  const body = [...groups].map(([page, of]) => `<details open><summary>${page}</summary>${[...group(of, (p) => p.state)].map(([state, some]) => `<h2>${page}: ${state}</h2><div>${some.map(figure).join('')}</div>`).join('')}</details>`)
  writeFileSync(join(out, 'index.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Stellwerk: all pictures</title><style>
body{font:15px system-ui;margin:0 16px 48px;color-scheme:light dark}header{position:sticky;top:0;padding:12px 0;background:Canvas;display:flex;gap:16px;flex-wrap:wrap}
summary{font-size:20px;padding:12px 0;cursor:pointer}h2{font-size:14px;margin:16px 0 6px}details div{display:flex;flex-wrap:wrap;gap:12px;align-items:start}
figure{margin:0;width:320px}figure.phone{width:150px}img{width:100%;border:1px solid GrayText}figcaption{font-size:12px}${hide}</style>
<header><strong>${pictures.length} pictures</strong> ${boxes}</header>${body.join('\n')}</html>`)
}

function group(all, by) {
  const groups = new Map()
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one])
  return groups
}

async function everything() {
  const began = Date.now()
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  for (const lang of ['de', 'en']) {
    for (const size of Object.keys(sizes)) {
      const house = await House.open()
      await pages(house, size, lang)
      if (!process.env.STATES) await gallery(house, size, lang)
      await house.close()
      console.log(`${size}, ${lang}: ${pictures.length} pictures so far`)
    }
  }
  if (!process.env.STATES) await mails()
  index()
  for (const m of missing) console.error(`Not made: ${m}`)
  for (const w of wrong) console.error(`Wrong: ${w}`)
  console.log(`${pictures.length} pictures in ${Math.round((Date.now() - began) / 1000)} s: ${join(out, 'index.html')}`)
  process.exitCode = missing.length + wrong.length ? 1 : 0
}

// readme makes the pictures that the README shows.
async function readme() {
  const house = await House.open()
  for (const [name, size, themesOf] of [['members', { width: 1280, height: 800 }, themes], ['members-phone', phone, ['light']]]) {
    const stage = new Stage(house, { size, lang: 'de' })
    await stage.show({ as: 'demo', at: '/members' }, async (c) => {
      for (const theme of themesOf) {
        await c.page.emulateMedia({ colorScheme: theme })
        await c.page.screenshot({ path: join(root, 'docs', themesOf.length > 1 ? `${name}-${theme}.png` : `${name}.png`), animations: 'disabled' })
      }
    })
    await stage.close()
  }
  await house.close()
  console.log(readdirSync(join(root, 'docs')).filter((f) => f.endsWith('.png')).map((f) => `docs/${f}`).join(', '))
}

await (process.argv[2] === 'readme' ? readme() : everything())
await quit()
