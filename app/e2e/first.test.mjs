// The first visit: the constant pages work without the app, before it, and while it arrives; nothing typed is lost and nothing is
// sent twice.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { Cockpit, phone } from './cockpit.mjs'
import { House, close } from './house.mjs'

const program = /\/web\/app\.[0-9a-f]+\.wasm$/
const secret = 'vier leise Lokomotiven'
let house
before(async () => {
  house = await House.open()
})
after(close)

const says = {
  'de-DE': {
    signUp: ['Name der Organisation', 'Vorname', 'Nachname', 'E-Mail-Adresse', 'Passwort'], found: 'Organisation anlegen', email: 'E-Mail-Adresse', password: 'Passwort', fresh: 'Neues Passwort',
    faults: '5 Angaben', at: 'In der Adresse fehlt das @', fill: 'Bitte ausfüllen.', noMail: 'Die E-Mail-Adresse fehlt.', wrong: 'stimmt nicht', signIn: 'Anmelden', sent: (e) => `Wenn es zu ${e} ein Konto gibt`,
    mailed: (e) => `An ${e} ist eine Mail unterwegs`, again: 'Mail noch einmal senden', resent: 'Die Mail ist noch einmal unterwegs.', link: 'Link senden', set: 'Passwort setzen', common: 'zuerst probiert',
    done: 'Das neue Passwort gilt', confirm: 'Bestätigen und anmelden', other: 'in einem anderen Browser', members: 'Mitglieder', demo: 'Demo öffnen', missing: 'konnte nicht geladen werden', load: 'Neu laden', show: 'Passwort anzeigen', dead: 'gilt nicht mehr', offline: 'Verbindung',
  },
  'en-GB': {
    signUp: ['Name of the organisation', 'First name', 'Last name', 'E-mail address', 'Password'], found: 'Set up the organisation', email: 'E-mail address', password: 'Password', fresh: 'New password',
    faults: '5 things', at: 'The address has no @', fill: 'Please fill this in.', noMail: 'The e-mail address is missing.', wrong: 'wrong', signIn: 'Sign in', sent: (e) => `If there is an account for ${e}`,
    mailed: (e) => `An e-mail is on its way to ${e}`, again: 'Send the e-mail again', resent: 'The e-mail is on its way once more.', link: 'Send the link', set: 'Set the password', common: 'tried first',
    done: 'Your new password is set', confirm: 'Confirm and sign in', other: 'in another browser', members: 'Members', demo: 'Open the demo', missing: 'could not be loaded', load: 'Reload', show: 'Show the password', dead: 'no longer', offline: 'connection',
  },
}

// open is a browser to which the app does not come: never, or not before release.
async function open(locale, { never = false, size } = {}) {
  const c = await Cockpit.open(house, { locale, size, serviceWorkers: 'block' })
  c.words = says[locale]
  c.sent = []
  c.page.on('request', (r) => r.method() === 'POST' && c.sent.push(new URL(r.url()).pathname))
  const held = new Promise((resolve) => (c.release = resolve))
  await c.context.route(program, async (route) => {
    if (never) return route.abort()
    await held
    await route.continue()
  })
  // hold keeps a request from the server until the function that it returns is called.
  c.hold = async (path) => {
    let go
    const until = new Promise((resolve) => (go = resolve))
    await c.context.route(`**${path}`, async (route) => {
      await until
      await route.continue()
    })
    return go
  }
  c.arrives = async () => {
    c.release()
    await c.page.locator('.early').waitFor({ state: 'detached' })
  }
  c.early = () => c.page.locator('.early').waitFor()
  return c
}

// account founds an organisation by the API alone.
async function account(email, language = 'de') {
  const post = (path, body) => fetch(house.origin + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
  const signUp = await post('/v1/sign-up', { organisation: 'Werkstatt', givenName: 'Vera', surname: 'Vogel', email, password: secret, language })
  assert.equal(signUp.status, 202)
  const link = await house.link(email, '/confirm')
  const confirmed = await post('/v1/sign-up/confirm', { token: new URL(link).searchParams.get('token'), password: secret })
  assert.equal(confirmed.status, 200)
}

// drawn is what a person and a screen reader get of the form: tags, attributes in order, words.
const drawn = (c) =>
  c.page.locator('.sheet').evaluate((sheet) => {
    const skip = ['value', 'autofocus', 'novalidate']
    const walk = (e) =>
      e.nodeType === Node.TEXT_NODE
        ? e.data.trim()
        : `<${e.tagName} ${[...e.attributes].filter((a) => !skip.includes(a.name)).map((a) => `${a.name}=${a.value}`).sort().join(' ')}>${[...e.childNodes].map(walk).filter(Boolean).join('')}`
    return walk(sheet).replace(/></g, '>\n<')
  })
const focused = (c) => c.page.evaluate(() => document.activeElement.id)

for (const locale of ['de-DE', 'en-GB']) {
  const w = says[locale]
  const tag = locale.slice(0, 2)

  test(`${tag}, without the app: signing up says all that is wrong, then leads to the mail and in`, async () => {
    const c = await open(locale, { never: true })
    const email = `without-${tag}@werk.example`
    await c.go('/sign-up')
    await c.press(w.found)
    await c.shows(w.faults)
    assert.equal(await focused(c), 'signup-faults')
    assert.equal(await c.page.locator('[aria-invalid=true]').count(), 5)
    assert.deepEqual(await c.axe(), [])
    await c.fill(Object.fromEntries(w.signUp.map((label, i) => [label, ['Werk', 'Vera', 'Vogel', 'vera', secret][i]])))
    assert.equal(await c.page.locator('[aria-invalid=true]').count(), 0, 'what is being mended is not called wrong')
    await c.press(w.found)
    await c.shows(w.at)
    assert.equal(await focused(c), 'signup-email')
    await c.field(w.email).fill(email)
    await c.press(w.found)
    await c.shows(w.mailed(email))
    assert.equal(new URL(c.page.url()).pathname, '/check-mail')
    await c.press(w.again)
    await c.shows(w.resent)
    await c.page.reload()
    await c.shows(w.mailed(email))
    await c.page.goto(await house.link(email, '/confirm'))
    await c.shows(w.missing)
    assert.equal(new URL(c.page.url()).pathname, '/members')
    await c.page.getByRole('button', { name: w.load }).waitFor()
    await c.close()
  })

  test(`${tag}, without the app: signing in, with what can be wrong about it`, async () => {
    const email = `in-${tag}@werk.example`
    await account(email, tag)
    const c = await open(locale, { never: true })
    await c.go('/sign-in?next=/audit')
    await c.press(w.signIn)
    await c.shows(w.noMail)
    assert.equal(c.sent.length, 0, 'what is empty is not sent')
    await c.fill({ [w.email]: email, [w.password]: 'something else' })
    await c.press(w.show)
    assert.equal(await c.page.locator('#signin-password').getAttribute('type'), 'text')
    await c.press(w.signIn)
    await c.shows(w.wrong)
    assert.equal(await focused(c), 'signin-faults')
    await c.field(w.password).fill(secret)
    await c.page.keyboard.press('Enter')
    await c.page.waitForURL('**/audit')
    await c.shows(w.missing)
    await c.close()
  })

  test(`${tag}, without the app: a forgotten password is set anew`, async () => {
    const email = `forgot-${tag}@werk.example`
    await account(email, tag)
    const c = await open(locale, { never: true })
    await c.go('/forgotten')
    await c.field(w.email).fill(email)
    await c.press(w.link)
    await c.shows(w.sent(email))
    const link = await house.link(email, '/reset')
    await c.page.goto(link)
    await c.field(w.fresh).fill('passwort1')
    await c.press(w.set)
    await c.page.locator('.field-error', { hasText: w.common }).waitFor()
    assert.equal(await focused(c), 'reset-password')
    await c.field(w.fresh).fill('noch vier leise Lokomotiven')
    await c.press(w.set)
    await c.heading(w.done)
    await c.page.goto(link)
    await c.field(w.fresh).fill('und wieder leise Lokomotiven')
    await c.press(w.set)
    await c.page.locator('#reset-faults:not(:empty)').waitFor()
    await c.close()
  })

  test(`${tag}, without the app: in another browser confirming asks for a password`, async () => {
    const email = `other-${tag}@werk.example`
    await fetch(house.origin + '/v1/sign-up', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ organisation: 'Werkstatt', givenName: 'Vera', surname: 'Vogel', email, password: secret, language: tag }) })
    const link = await house.link(email, '/confirm')
    const c = await open(locale, { never: true })
    await c.page.goto(link)
    await c.shows(w.other)
    assert.equal(await focused(c), 'confirm-password')
    await c.press(w.confirm)
    await c.page.locator('.field-error', { hasText: w.fill }).waitFor()
    await c.field(w.password).fill(secret)
    await c.press(w.confirm)
    await c.page.waitForURL('**/members')
    await c.go('/confirm?token=none')
    await c.page.locator('#confirm-again').waitFor()
    assert.deepEqual(await c.axe(), [])
    await c.close()
  })

  test(`${tag}, without a connection: a form says so and keeps what is typed`, async () => {
    const c = await open(locale, { never: true })
    await c.go('/forgotten')
    await c.field(w.email).fill(`off-${tag}@werk.example`)
    await c.context.setOffline(true)
    await c.press(w.link)
    await c.page.locator('#forgotten-faults', { hasText: w.offline }).waitFor()
    await c.context.setOffline(false)
    await c.press(w.link)
    await c.shows(w.sent(`off-${tag}@werk.example`))
    await c.close()
  })

  test(`${tag}, while the app arrives: typed words, the caret and what is wrong stay as they are`, async () => {
    const c = await open(locale)
    await c.go('/sign-up')
    await c.press(w.found)
    await c.shows(w.faults)
    await c.field(w.signUp[0]).fill('Werkstatt Lindau')
    await c.field(w.email).fill('vera@werkexample')
    await c.field(w.signUp[0]).evaluate((e) => (e.focus(), e.setSelectionRange(4, 4)))
    const early = await drawn(c)
    await c.arrives()
    assert.equal(await drawn(c), early, 'the app draws what stood there')
    await c.page.keyboard.type('-')
    assert.equal(await c.field(w.signUp[0]).inputValue(), 'Werk-statt Lindau')
    assert.equal(await c.field(w.email).inputValue(), 'vera@werkexample')
    assert.equal(await c.page.locator('[aria-invalid=true]').count(), 3)
    await c.close()
  })

  test(`${tag}, while the app arrives: a person types on and misses no letter`, async () => {
    const c = await open(locale, { size: phone })
    await c.go('/sign-in')
    await c.field(w.email).focus()
    const typed = 'vera.vogel.aus.der.werkstatt@stadtwerke-lindau.example'
    await Promise.all([c.page.keyboard.type(typed, { delay: 30 }), c.arrives()])
    assert.equal(await c.field(w.email).inputValue(), typed)
    assert.equal(await focused(c), 'signin-email')
    await c.close()
  })

  test(`${tag}, while the app arrives: a request under way is sent once, and its answer comes`, async () => {
    const email = `once-${tag}@werk.example`
    await account(email, tag)
    const c = await open(locale)
    const go = await c.hold('/v1/sign-in')
    await c.go('/sign-in?next=/profile')
    await c.fill({ [w.email]: email, [w.password]: secret })
    await c.press(w.signIn)
    await c.page.locator('[type=submit][aria-busy=true]').waitFor()
    const early = await drawn(c)
    await c.arrives()
    assert.equal(await drawn(c), early)
    go()
    await c.page.waitForURL('**/profile')
    await c.page.getByRole('heading', { level: 1 }).waitFor()
    assert.deepEqual(c.sent.filter((p) => p === '/v1/sign-in'), ['/v1/sign-in'])
    await c.close()
  })

  test(`${tag}, while the app arrives: a refusal on its way is told`, async () => {
    const c = await open(locale)
    const go = await c.hold('/v1/sign-in')
    await c.go('/sign-in')
    await c.fill({ [w.email]: 'nobody@werk.example', [w.password]: 'something' })
    await c.press(w.signIn)
    await c.arrives()
    go()
    await c.page.locator('#signin-faults', { hasText: w.wrong }).waitFor()
    assert.equal(c.sent.length, 1)
    assert.equal(await c.field(w.email).inputValue(), 'nobody@werk.example')
    await c.close()
  })

  test(`${tag}, while the app arrives: signing up, the mail once more, a forgotten password and the demo are sent once`, async () => {
    const c = await open(locale)
    const signUp = await c.hold('/v1/sign-up')
    await c.go('/sign-up')
    await c.fill(Object.fromEntries(w.signUp.map((label, i) => [label, ['Werk', 'Vera', 'Vogel', `twice-${tag}@werk.example`, secret][i]])))
    await c.press(w.found)
    await c.arrives()
    signUp()
    await c.shows(w.mailed(`twice-${tag}@werk.example`))
    for (const [path, at, press, then] of [
      ['/v1/sign-up/resend', '/check-mail', w.again, w.resent],
      ['/v1/password/forgot', '/forgotten', w.link, w.sent(`held-${tag}@werk.example`)],
      ['/v1/local/demo', '/sign-in', w.demo, null],
    ]) {
      const d = await open(locale)
      await d.context.addCookies(await c.context.cookies())
      const go = await d.hold(path)
      await d.go(at)
      if (at === '/forgotten') await d.field(w.email).fill(`held-${tag}@werk.example`)
      await d.press(press)
      await d.page.locator('[aria-busy=true]').waitFor()
      await d.arrives()
      await d.page.locator('[aria-busy=true]').waitFor()
      go()
      if (then) await d.shows(then)
      else await d.page.waitForURL('**/members')
      assert.deepEqual(d.sent, [path])
      await d.close()
    }
    assert.deepEqual(c.sent, ['/v1/sign-up'])
    await c.close()
  })

  test(`${tag}, before the app: who has signed in already is led on, and the app begins there`, async () => {
    const email = `ahead-${tag}@werk.example`
    await account(email, tag)
    const c = await open(locale)
    await c.go('/sign-in?next=/members/new')
    await c.fill({ [w.email]: email, [w.password]: secret })
    await c.press(w.signIn)
    await c.page.waitForURL('**/members/new')
    await c.page.locator('.early .skeleton').waitFor()
    await c.arrives()
    await c.page.locator('#new-givenName').waitFor()
    assert.deepEqual(c.sent, ['/v1/sign-in'])
    await c.close()
  })

  test(`${tag}, before the app: what the pages have turned into stays`, async () => {
    const c = await open(locale)
    await c.go('/forgotten')
    const email = `stays-${tag}@werk.example`
    await c.field(w.email).fill(email)
    await c.press(w.link)
    await c.shows(w.sent(email))
    await c.arrives()
    await c.shows(w.sent(email))
    const d = await open(locale)
    await d.go('/confirm?token=none')
    await d.page.locator('#confirm-again').waitFor()
    const early = await drawn(d)
    await d.arrives()
    assert.equal(await drawn(d), early)
    assert.equal(d.sent.length, 1, 'the link is not tried again')
    await d.close()
    await c.close()
  })
}

test('another language before the app keeps what is typed', async () => {
  const c = await open('de-DE')
  await c.go('/sign-up')
  await c.press(says['de-DE'].found)
  await c.shows(says['de-DE'].faults)
  await c.field('Vorname').fill('Vera')
  await c.press(/English/)
  await c.shows('Please fill this in.')
  assert.equal(await c.field('First name').inputValue(), 'Vera')
  assert.match(await c.page.title(), /: Sign up · Stellwerk$/)
  await c.arrives()
  await c.shows('Please fill this in.')
  assert.equal(await c.field('First name').inputValue(), 'Vera')
  await c.close()
})

test('links lead on within the app only', async () => {
  const email = 'evil@werk.example'
  await account(email)
  for (const next of ['//evil.example', '/\\evil.example', '/%09/evil.example', '/.//evil.example', 'https://evil.example', 'javascript:alert(1)']) {
    const c = await open('de-DE', { never: true })
    await c.go(`/sign-in?next=${next}`)
    await c.fill({ 'E-Mail-Adresse': email, Passwort: secret })
    await c.press('Anmelden')
    await c.page.waitForURL((u) => u.pathname !== '/sign-in')
    assert.equal(new URL(c.page.url()).origin, house.origin, next)
    await c.close()
  }
})

test('without JavaScript it is said in both languages what is needed, and no form is there to swallow words', async () => {
  const c = await Cockpit.open(house, { javaScriptEnabled: false, size: phone })
  for (const path of ['/', '/sign-in', '/members']) {
    await c.go(path)
    for (const [language, words] of [['de', 'Stellwerk braucht JavaScript.'], ['en', 'Stellwerk needs JavaScript.']]) {
      const said = c.page.locator(`.without [lang=${language}]`)
      await said.waitFor()
      assert.ok((await said.innerText()).startsWith(words))
    }
    assert.equal(await c.page.locator('form:visible').count(), 0)
  }
  await c.close()
})

test('a browser without WebAssembly signs in, and the app says what it lacks', async () => {
  const email = 'old@werk.example'
  await account(email)
  const c = await open('de-DE')
  await c.context.addInitScript(() => delete globalThis.WebAssembly)
  await c.go('/sign-in')
  await c.fill({ 'E-Mail-Adresse': email, Passwort: secret })
  await c.press('Anmelden')
  await c.shows('WebAssembly fehlt')
  await c.close()
})
