// What has to be so for every page in every state.

// examine lists what is wrong with what a browser shows now. It moves the focus on by one.
export async function examine(c) {
  await c.page.mouse.move(0, 0) // what lies under the pointer by chance changes its colour
  return [...(await c.sticksOut()), ...(await c.axe()), ...(await names(c)), ...(await focus(c)), ...(await touch(c))]
}

// names: a page has one heading and a title that says where one is.
async function names({ page }) {
  const headings = await page.locator('h1').and(page.locator(':visible')).allInnerTexts()
  const title = await page.title()
  return [
    ...(headings.length === 1 ? [] : [`${headings.length} headings of the first level: ${headings.join(' | ')}`]),
    ...(/Stellwerk/.test(title) ? [] : [`the title is «${title}»`]),
  ]
}

// focus: whoever presses Tab sees where they are.
async function focus({ page }) {
  await page.keyboard.press('Tab')
  if (await page.evaluate(() => document.activeElement === document.body)) await page.keyboard.press('Tab') // the end of the page was passed
  return page.evaluate(() => {
    const on = document.activeElement
    if (!on || on === document.body) return ['Tab leads nowhere']
    const what = on.outerHTML.slice(0, 160)
    const box = on.getBoundingClientRect()
    // Some inputs are visually hidden in a frame that shows the focus in their place.
    let ring = false
    for (let e = on, up = 0; e && up < 4; e = e.parentElement, up++) {
      const s = getComputedStyle(e)
      ring ||= s.outlineStyle !== 'none' || s.boxShadow !== 'none'
    }
    const found = []
    if (!ring) found.push(`the focus cannot be seen on ${what}`)
    if (box.right < 0 || box.bottom < 0 || box.left > innerWidth || box.top > innerHeight) found.push(`the focus is outside of the screen on ${what}`)
    return found
  })
}

// touch lists what can be pressed on a screen for fingers and takes less than 44 × 44 px of what a finger hits: its own box or that of its
// label, or, where these are smaller, all around it that leads to it. A link within a sentence is as high as the sentence is, and a field to
// write in is hit on its line. It scrolls to what it measures.
function touch({ page }) {
  return page.evaluate(() => {
    if (!matchMedia('(pointer: coarse)').matches) return []
    const least = 44
    const kinds = 'a[href], button, select, summary, label:has(input[type=file]), input:is([type=checkbox], [type=radio]), [role=menuitem], [role=menuitemradio], [role=menuitemcheckbox], [role=tab], [role=option], [role=treeitem]'
    const inline = (e) => /^(inline|contents)$/.test(getComputedStyle(e).display)
    const words = (e, but) => [...e.childNodes].some((n) => n !== but && (n.nodeType === Node.TEXT_NODE ? /\p{L}/u.test(n.data) : n.nodeType === Node.ELEMENT_NODE && !n.matches('a, button') && inline(n) && words(n, but)))
    const inSentence = (e) => {
      if (!inline(e)) return false
      let block = e.parentElement
      while (inline(block)) block = block.parentElement
      return words(block, e)
    }
    const box = (e) => e.getBoundingClientRect()
    const large = (b) => b.width > least - .5 && b.height > least - .5
    const clipped = (b) => b.width <= 1 || b.height <= 1 // for those who do not see it, or until it has the focus
    const measure = (e) => {
      const row = e.tabIndex < 0 && e.closest('[data-i]') // all of it leads where its name does
      const parts = [e, ...(e.labels ?? []), ...(row ? [row] : [])].filter((p) => !clipped(box(p)) && getComputedStyle(p).pointerEvents !== 'none')
      if (!parts.length || parts.some((p) => large(box(p)))) return
      const hits = (x, y) => { const on = document.elementFromPoint(x, y); return parts.some((p) => p.contains(on)) }
      let [w, h] = [0, 0]
      for (const part of parts) {
        part.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
        const b = box(part)
        const [x, y] = [b.x + b.width / 2, b.y + b.height / 2]
        const over = document.elementFromPoint(x, y)
        if (!hits(x, y)) {
          if (over?.closest('dialog, [popover]') || e.closest('[inert]')) return // behind something that is over the page
          continue
        }
        const reach = (dx, dy) => { let n = 0; while (n < least && hits(x + dx * (n + 1), y + dy * (n + 1))) n++; return n }
        w = Math.max(w, 1 + reach(1, 0) + reach(-1, 0))
        h = Math.max(h, 1 + reach(0, 1) + reach(0, -1))
      }
      if (w < least - 1 || h < least - 1) return `${w} × ${h} px`
    }
    const found = []
    for (const e of document.querySelectorAll(kinds)) {
      if (!e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || e.matches(':disabled, [aria-disabled=true]') || e.matches('.skip:not(:focus)') || inSentence(e)) continue
      const small = measure(e)
      if (small) found.push(`a finger hits ${small} of ${e.outerHTML.slice(0, 160)}`)
    }
    return found
  })
}
