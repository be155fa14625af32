// A directory with the built app that a test may deploy new versions into, as a new release does: pages, style sheet and worker change
// together, and files under old names are gone.
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../build/site', import.meta.url))
const hash = (data) => createHash('sha256').update(data)
const integrity = (data) => `sha256-${hash(data).digest('base64')}`

export class Release {
  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'stellwerk-site-'))
    cpSync(built, this.dir, { recursive: true })
  }
  close() {
    rmSync(this.dir, { recursive: true, force: true })
  }

  read(name) {
    return readFileSync(join(this.dir, name))
  }
  // write replaces a file; what is served is then not compressed.
  write(name, data) {
    writeFileSync(join(this.dir, name), data)
    for (const packed of ['br', 'gz']) rmSync(join(this.dir, `${name}.${packed}`), { force: true })
  }
  // address finds a hashed file: address(/app\..*wasm/).
  address(like) {
    return `/web/${readdirSync(join(this.dir, 'web')).find((n) => like.test(n) && !/\.(br|gz)$/.test(n))}`
  }
  get style() {
    return this.address(/^style\./)
  }
  get wasm() {
    return this.address(/^app\..*\.wasm$/)
  }
  get exec() {
    return this.address(/^wasm_exec\./)
  }
  change(name, how) {
    const text = String(this.read(name))
    const changed = how(text)
    if (changed === text) throw new Error(`${name}: nothing to change`)
    this.write(name, changed)
  }

  // next is another version of the app.
  next(name) {
    const before = this.style
    const css = Buffer.concat([this.read(before), Buffer.from(`/* ${name} */\n`)])
    const after = `/web/style.${hash(css).digest('hex').slice(0, 12)}.css`
    const swaps = [[before, after], [integrity(this.read(before)), integrity(css)]]
    renameSync(join(this.dir, before), join(this.dir, after))
    this.write(before, '')
    rmSync(join(this.dir, before))
    this.write(after, css)
    for (const page of readdirSync(this.dir).filter((n) => n.endsWith('.html'))) {
      const was = integrity(this.read(page))
      this.change(page, (text) => swaps.slice(0, 2).reduce((t, [a, b]) => t.replaceAll(a, b), text))
      swaps.push([was, integrity(this.read(page))])
    }
    this.change('app-worker.js', (text) => swaps.reduce((t, [a, b]) => t.replaceAll(a, b), text).replace(/const version = "[^"]*"/, `const version = "stellwerk-${name}"`))
  }
}
