// Lighthouse on the page that newcomers meet and on the one that people work with, on a desk and on a phone: make lighthouse.
// Accessibility and best practices have to be 100. Performance is told, not judged: on a machine that does other things too it
// wavers by a third. Every visit is a first one: Lighthouse drops what the service worker has kept, not the session.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { args, desk, patience } from './cockpit.mjs'
import { House, freePort } from './house.mjs'

// 190 MB with all it needs, so it is fetched when it is asked for and stands beside what is built.
const version = '12.8.2' // the newest line that runs on Node.js 20
const home = fileURLToPath(new URL('../../build/lighthouse', import.meta.url))
const code = join(home, 'node_modules/lighthouse')
if (!existsSync(code)) {
  console.log(`Installing lighthouse ${version} …`)
  execFileSync('npm', ['install', '--prefix', home, '--no-audit', '--no-fund', '--silent', `lighthouse@${version}`], { stdio: 'inherit' })
}
const { default: lighthouse } = await import(pathToFileURL(join(code, 'core/index.js')).href)
const { default: desktop } = await import(pathToFileURL(join(code, 'core/config/desktop-config.js')).href)

const must = ['accessibility', 'best-practices']
const told = ['seo', 'performance']
const onlyCategories = [...must, ...told]
const devices = { desk: desktop, phone: undefined } // a phone is what Lighthouse takes by itself

// measure visits an address once and returns the points of each category, and the audits that cost some.
async function measure(url, port, device) {
  const { lhr, report } = await lighthouse(url, { port, onlyCategories, output: 'html', logLevel: 'error' }, devices[device])
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`)
  const points = Object.fromEntries(onlyCategories.map((c) => [c, Math.round(lhr.categories[c].score * 100)]))
  const lost = must.flatMap((c) => lhr.categories[c].auditRefs)
    .filter((a) => a.weight > 0 && lhr.audits[a.id].score !== null && lhr.audits[a.id].score < 1)
    .map((a) => `${a.id}: ${lhr.audits[a.id].title} ${JSON.stringify(lhr.audits[a.id].details?.items?.slice(0, 3) ?? '').slice(0, 400)}`)
  const times = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'].map((id) => lhr.audits[id].displayValue)
  return { points, lost, times, report, elsewhere: new URL(lhr.finalDisplayedUrl).pathname !== new URL(url).pathname }
}

const house = await House.open()
const port = await freePort()
const profile = mkdtempSync(join(tmpdir(), 'stellwerk-lighthouse-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...args, `--remote-debugging-port=${port}`], viewport: desk, locale: 'de-DE',
})
let failed = false
try {
  mkdirSync(join(home, 'reports'), { recursive: true })
  const look = async (path, device) => {
    const { points, lost, times, report, elsewhere } = await measure(house.origin + path, port, device)
    writeFileSync(join(home, 'reports', `${path.slice(1)}-${device}.html`), report)
    console.log(`${path} on a ${device}`.padEnd(22), onlyCategories.map((c) => `${c} ${points[c]}`).join(' · '), `(first paint ${times[0]}, largest ${times[1]}, blocked ${times[2]})`)
    for (const what of lost) console.log(`   ${what}`)
    if (elsewhere) console.log('   it led elsewhere')
    failed ||= elsewhere || must.some((c) => points[c] < 100)
  }
  for (const device of Object.keys(devices)) await look('/sign-in', device)
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  await page.goto(`${house.origin}/sign-in`)
  await page.getByRole('button', { name: 'Demo öffnen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mitglieder' }).waitFor()
  await page.close()
  for (const device of Object.keys(devices)) await look('/members', device)
} finally {
  await context.close()
  await house.close()
  rmSync(profile, { recursive: true, force: true })
}
console.log(`The reports are in ${join(home, 'reports')}`)
if (failed) {
  console.error('Accessibility and best practices have to be 100 everywhere.')
  process.exit(1)
}
