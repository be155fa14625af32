// The peer of the benchmarks of sync: PouchDB in the browser, with PouchDB's server, on the same records. Both are fetched from npm into
// build/ and are part of nothing that is shipped.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './house.mjs'

const packages = {
  pouchdb: '9.0.0', // in the browser
  express: '4.22.3', 'express-pouchdb': '4.2.0', // pouchdb-server is these two with a command line
  'pouchdb-core': '7.3.1', 'pouchdb-adapter-memory': '7.3.1', 'pouchdb-mapreduce': '7.3.1', 'pouchdb-replication': '7.3.1',
}
const dir = fileURLToPath(new URL('../../build/peer', import.meta.url))

export const version = packages.pouchdb

// How it can be set: where it keeps things in the browser (idb is its default), and how many documents it asks for at once (100 is).
export const settings = [
  { adapter: 'idb', batch_size: 100 }, { adapter: 'idb', batch_size: 1000 }, { adapter: 'indexeddb', batch_size: 1000 },
]

function install() {
  if (existsSync(join(dir, 'node_modules'))) return
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ private: true, dependencies: packages }))
  console.log('fetching PouchDB …')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', '--omit=optional', '--ignore-scripts'], { cwd: dir })
}

export class Peer {
  // open starts the server with these records, each a document of the same fields.
  static async open(records) {
    install()
    const p = new Peer()
    p.data = mkdtempSync(join(tmpdir(), 'stellwerk-peer-'))
    const documents = join(p.data, 'documents.json')
    writeFileSync(documents, JSON.stringify(records.map(({ id, ...rest }) => ({ _id: id, ...rest }))))
    const port = await freePort()
    p.origin = `http://localhost:${port}`
    p.process = spawn(process.execPath, [fileURLToPath(new URL('peer/server.cjs', import.meta.url)), port, dir, documents], { cwd: p.data, stdio: ['ignore', 'pipe', 'inherit'] })
    p.ended = new Promise((resolve) => p.process.once('exit', resolve))
    const up = new Promise((resolve) => p.process.stdout.once('data', () => resolve(true)))
    if (!(await Promise.race([up, p.ended.then(() => false)]))) throw new Error('the server of PouchDB did not start')
    return p
  }

  async close() {
    this.process.kill('SIGTERM')
    await this.ended
    rmSync(this.data, { recursive: true, force: true })
  }

  // sync syncs into a browser that has nothing yet, and says how many milliseconds it took on a page that is there.
  async sync(context, n, setting) {
    const page = await context.newPage()
    page.setDefaultTimeout(300_000)
    await page.goto(`${this.origin}/bench`)
    const { took, count } = await page.evaluate(async ({ adapter, batch_size }) => {
      const from = performance.now()
      const db = new PouchDB('members', { adapter })
      await db.replicate.from(`${location.origin}/members`, { batch_size })
      const took = performance.now() - from
      return { took, count: (await db.info()).doc_count }
    }, setting)
    if (count !== n) throw new Error(`PouchDB has ${count} of ${n} documents`)
    return took
  }
}
