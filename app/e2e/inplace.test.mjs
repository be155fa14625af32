// What takes the place of packages in the browser reads as they do: their tests run as WebAssembly, where Node.js has what browsers have.
import { test } from 'node:test'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const run = promisify(execFile)

test('normal forms and domains', async () => {
  const { stdout } = await run('go', ['env', 'GOROOT'], { cwd: root })
  const env = { ...process.env, GOOS: 'js', GOARCH: 'wasm', PATH: `${dirname(process.execPath)}:${process.env.PATH}` }
  await run('go', ['test', '-count=1', `-exec=${join(stdout.trim(), 'lib', 'wasm', 'go_js_wasm_exec')}`, './infra/site/inplace/...'], { cwd: root, env, maxBuffer: 1 << 24 })
})
