// The installation under test: a process of its own with a data directory of its own, started, killed and started again.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Cockpit, patience, quit } from './cockpit.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

export function freePort() {
  return new Promise((resolve, reject) => {
    const s = createServer()
    s.once('error', reject)
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => resolve(port))
    })
  })
}

const opened = new Set()

// close ends all that a file of tests has opened and not ended itself: browsers, of which none may have complained, and installations.
export async function close() {
  const wrong = []
  for (const it of [...Cockpit.opened, ...opened]) await it.close().catch((e) => wrong.push(e))
  await quit()
  if (wrong.length) throw wrong[0]
}

export class House {
  static async open({ site = 'build/site', data } = {}) {
    const h = new House()
    h.site = site
    h.data = data ?? mkdtempSync(join(tmpdir(), 'stellwerk-'))
    h.port = await freePort()
    h.origin = `http://localhost:${h.port}`
    await h.start()
    opened.add(h)
    return h
  }

  async start() {
    const log = (this.log = []) // what it has said since it was started
    this.process = spawn(join(root, 'build/stellwerk'), ['--addr', `127.0.0.1:${this.port}`, '--origin', this.origin, '--data', this.data, '--site', this.site], { cwd: root })
    this.process.stdout.on('data', (d) => log.push(String(d)))
    this.process.stderr.on('data', (d) => log.push(String(d)))
    const ended = new Promise((resolve) => this.process.once('exit', (code) => resolve(code)))
    this.ended = ended
    for (;;) {
      const up = await fetch(`${this.origin}/v1/session`).then(() => true, () => false)
      if (up) return
      const gone = await Promise.race([ended.then(() => true), new Promise((r) => setTimeout(() => r(false), 50))])
      if (gone) throw new Error(`the installation did not start:\n${log.join('')}`)
    }
  }

  // kill ends it as a power cut would.
  async kill() {
    this.process.kill('SIGKILL')
    await this.ended
  }

  // without does something while the server is away.
  async without(what) {
    await this.kill()
    try {
      return await what()
    } finally {
      await this.start()
    }
  }

  async stop() {
    this.process.kill('SIGTERM')
    await this.ended
  }

  async close() {
    opened.delete(this)
    await this.stop()
    rmSync(this.data, { recursive: true, force: true })
  }

  // mail returns the newest letter to an address, waiting for it to arrive; with is, the newest of which that is true.
  async mail(to, is = () => true) {
    for (const late = Date.now() + patience; Date.now() < late; await new Promise((r) => setTimeout(r, 25))) {
      const { mails } = await fetch(`${this.origin}/local/outbox.json`).then((r) => r.json()).then((m) => (Array.isArray(m) ? { mails: m } : m))
      const found = mails.find((m) => JSON.stringify(m.to).includes(to) && is(m))
      if (found) return found
    }
    throw new Error(`no such mail to ${to} in the outbox`)
  }

  // link returns the newest link to a page that was mailed to an address, other than one that is known already.
  async link(to, page, known) {
    const of = (m) => m.links.find((l) => l.includes(page) && l !== known)
    return of(await this.mail(to, of))
  }
}
