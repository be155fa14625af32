// Pictures of every letter in both languages, light and dark, on a phone and on a desk: node app/e2e/mails.mjs [directory].
// The letters are the golden files of functions/internal/mail, which its tests keep as they are sent.
import { mkdirSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const letters = fileURLToPath(new URL('../../functions/internal/mail/testdata', import.meta.url))
const build = fileURLToPath(new URL('../../build/shots/mails', import.meta.url))

// How mail programs show a letter: as it asks to be, and turned dark by programs that don't ask it. "inverted" is what those do
// that turn every colour round.
const schemes = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  inverted: { colorScheme: 'light', css: 'html { background: #f5f6f8; filter: invert(1) hue-rotate(180deg) }' },
}

// shootMails writes NAME.LANGUAGE.SCHEME.WIDTH.png into a directory and returns the paths.
export async function shootMails(browser, out = build) {
  mkdirSync(out, { recursive: true })
  const made = []
  for (const [scheme, { colorScheme, css }] of Object.entries(schemes)) {
    for (const width of [360, 640]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 640 }, deviceScaleFactor: width < 640 ? 2 : 1, offline: true })
      const page = await context.newPage()
      for (const file of readdirSync(letters).filter((f) => f.endsWith('.html')).sort()) {
        await page.goto(pathToFileURL(join(letters, file)).href)
        if (css) await page.addStyleTag({ content: css })
        const path = join(out, `${basename(file, '.html')}.${scheme}.${width}.png`)
        await page.screenshot({ path, fullPage: true })
        made.push(path)
      }
      await context.close()
    }
  }
  return made
}

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] })
  const made = await shootMails(browser, process.argv[2])
  await browser.close()
  console.log(`${made.length} pictures in ${resolve(process.argv[2] ?? build)}`)
}
