// Names the files of tests in which something failed, one in a line, for the runner.
import { relative } from 'node:path'

export default async function* failed(events) {
  const named = new Set()
  for await (const { type, data } of events) {
    if (type !== 'test:fail' || !data.file || named.has(data.file)) continue
    named.add(data.file)
    yield `${relative('.', data.file)}\n`
  }
}
