// A large organisation for benchmarks: the demo's with many more members, who come by import. It is made once and kept in build/, and each
// benchmark works on a copy of its own.
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { House } from './house.mjs'

const kept = (n) => fileURLToPath(new URL(`../../build/town-${n}`, import.meta.url))
const rowsAtOnce = 5000 // of a list, in one command

// town opens the installation with an organisation of n members.
export async function town(n) {
  if (!existsSync(kept(n))) await make(n)
  const data = mkdtempSync(join(tmpdir(), 'stellwerk-'))
  cpSync(kept(n), data, { recursive: true })
  return House.open({ data })
}

// session is a new one of the demo's owner: its cookie, and what the server says of it.
export async function session(house) {
  const answer = await fetch(`${house.origin}/v1/local/demo`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: house.origin }, body: '{}' })
  const [name, value] = answer.headers.getSetCookie()[0].split(';')[0].split('=')
  const { account, memberships: [{ tenant }] } = await answer.json()
  const cookie = { name, value, domain: 'localhost', path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }
  return { account, tenant, cookie, ask: asks(house, `${name}=${value}`) }
}

const asks = (house, cookie) => async (path, body) => {
  const headers = { Cookie: cookie, Origin: house.origin, ...(body && { 'Content-Type': 'application/json' }) }
  const answer = await fetch(house.origin + path, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

// records are all of an organisation, as the server tells them.
export async function records({ ask, tenant }) {
  const all = []
  for (let page = {}; page.cursor === undefined;) {
    page = await ask(`/v1/tenants/${tenant}/snapshot?cursor=${encodeURIComponent(page.next ?? '')}`)
    all.push(...page.records)
  }
  return all
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
let last = Date.now()

// id is a new one, after all those before.
function id() {
  let time = last++
  let out = ''
  for (let i = 0; i < 10; i++, time = Math.floor(time / 32)) out = digits[time % 32] + out
  return out + Array.from(randomBytes(16), (b) => digits[b % 32]).join('')
}

async function make(n) {
  const from = performance.now()
  const house = await House.open()
  const who = await session(house)
  const people = (await records(who)).filter((r) => r.kind === 'member').map((r) => r.fields)
  const rows = listOf(people, n - people.length)
  for (let i = 0; i < rows.length; i += rowsAtOnce) {
    const command = { id: id(), deed: 'members.import', args: { rows: rows.slice(i, i + rowsAtOnce) } }
    const { replies: [reply] } = await who.ask(`/v1/tenants/${who.tenant}/commands`, { account: who.account, commands: [command] })
    if (!reply.job) throw new Error(`the import does not begin: ${JSON.stringify(reply)}`)
    await ended(who, reply.job.id)
  }
  await still(house.data)
  await house.stop()
  renameInto(house.data, kept(n))
  console.log(`an organisation of ${n} made in ${Math.round((performance.now() - from) / 1000)} s`)
}

async function ended({ ask, tenant }, job) {
  for (;;) {
    const { state, refused } = await ask(`/v1/tenants/${tenant}/jobs/${job}`)
    if (state === 'done' && !refused) return
    if (state !== 'ready' && state !== 'running') throw new Error(`the import is ${state}, ${refused} rows refused`)
    await new Promise((r) => setTimeout(r, 250))
  }
}

// still waits until nothing has been written for some seconds: what follows from the import is done, and no benchmark pays for it.
async function still(dir) {
  const written = () => Math.max(...readdirSync(dir, { recursive: true }).map((f) => statSync(join(dir, f)).mtimeMs))
  while (Date.now() - written() < 5000) await new Promise((r) => setTimeout(r, 500))
}

// renameInto also works from one file system to another.
function renameInto(from, to) {
  cpSync(from, `${to}.new`, { recursive: true })
  renameSync(`${to}.new`, to)
  rmSync(from, { recursive: true, force: true })
}

// listOf is a staff list of n people: names and the rest are those of the few, put together anew.
function listOf(few, n) {
  const some = (i, step) => few[(i * step + Math.floor(i / few.length)) % few.length]
  return Array.from({ length: n }, (_, i) => {
    const { givenName } = some(i, 1)
    const { surname } = some(i, 7)
    const { title, location, tags, startDate, notes } = some(i, 13)
    const email = `${givenName}.${surname}.${i}`.normalize('NFKD').replace(/[^a-z0-9.-]/gi, '').toLowerCase() + '@stadtwerke-birkenfurt.example'
    const phone = `+49 89 99998 ${String(1000 + i)}`
    return { row: i + 2, member: id(), givenName, surname, email, title, location, phone, tags, startDate, notes }
  })
}
