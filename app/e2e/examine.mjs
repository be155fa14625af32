// What has to be so for every page in every state.

// examine lists what is wrong with what a browser shows now. It moves the focus on by one.
export async function examine(c) {
  await c.page.mouse.move(0, 0) // what lies under the pointer by chance changes its colour
  return [...(await c.sticksOut()), ...(await c.axe()), ...(await names(c)), ...(await focus(c))]
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
