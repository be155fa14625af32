// Makes web/css/00-kit.css: of Tabler's style sheet (MIT) only what classes.txt names, in a cascade layer, so that everything of our own
// goes before it; and web/fonts: Inter (OFL) for the languages of Central and Western Europe.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PurgeCSS } from 'purgecss'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const from = (file) => join(here, 'node_modules', file)

const wanted = readFileSync(join(here, 'classes.txt'), 'utf8').split('\n').filter((l) => l && !l.startsWith('#'))
// Elements that pages are made of; Tabler styles more.
const elements = 'html body a abbr b button caption code dd del details dialog dl dt fieldset h1 h2 h3 h4 hr img input ins kbd label li ol optgroup option output p pre progress select small span strong sub summary sup svg table tbody td textarea tfoot th thead time tr ul'.split(' ')
const source = readFileSync(from('@tabler/core/dist/css/tabler.min.css'), 'utf8')
const [notice] = source.match(/\/\*![^]*?\*\//)
const [{ css }] = await new PurgeCSS().purge({
  content: [{ raw: wanted.concat(elements, 'type', 'checkbox', 'radio').join(' '), extension: 'txt' }],
  css: [{ raw: source }],
  defaultExtractor: (text) => text.split(' '),
  blocklist: [/data-bs-theme/, /data-bs-popper/, /^\.?rtl/],
  variables: true,
  keyframes: true,
  fontFace: true,
})
const bare = css
  .replaceAll(/\/\*![^]*?\*\//g, '')
  .replace('@charset "UTF-8";', '')
  .replaceAll(/@media print\{(?:[^{}]|\{[^{}]*\})*\}/g, '') // we print nothing of the kit's own
  .replaceAll(/:root\{\}/g, '')
  .replaceAll('!important', '') // in a layer it would go before our own
  .replaceAll('}', '}\n')
writeFileSync(join(root, 'web/css/00-kit.css'), `${notice}\n/* Made by infra/kit. Do not edit. */\n@layer kit {\n${bare.trim()}\n}\n`)

const fonts = join(root, 'web/fonts')
mkdirSync(fonts, { recursive: true })
for (const set of ['latin', 'latin-ext']) {
  copyFileSync(from(`@fontsource-variable/inter/files/inter-${set}-wght-normal.woff2`), join(fonts, `inter-${set}.woff2`))
}
copyFileSync(from('@fontsource-variable/inter/LICENSE'), join(fonts, 'LICENSE.txt'))
