import { join } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const eslint = new ESLint({ cwd: root })

/** What the rules say of this text, if it stood in this file of the program. */
async function complaints(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, file) })
  return (result?.messages ?? [])
    .map(({ message }) => message)
    .filter((text) => /SEC-12/.test(text))
}

const connection = 'main/analyses/labels/llm/connection.ts'
const files = [
  'main/index.ts',
  'main/ipc/handle.ts',
  'main/window.ts',
  'main/shell/session.ts',
  'main/service/service.ts',
  'main/worker/jobs/annotation-job.ts',
  'main/analyses/labels/llm/chat-endpoint.ts',
  'main/analyses/attribution/plan.ts',
  'main/runtime/session.ts',
  'main/checkpoint/config.ts',
  'main/cli/program.ts',
  'preload/index.ts',
  'preload/analysis/matrix.ts',
  'renderer/main.ts'
]
const ways = [
  "import * as http from 'node:http'\nhttp.get('http://example.org')",
  "import { request } from 'https'\nrequest('https://example.org')",
  "import { connect } from 'node:net'\nconnect(80)",
  "import { lookup } from 'node:dns/promises'\nvoid lookup('example.org')",
  "void fetch('https://example.org')",
  "void globalThis.fetch('https://example.org')",
  "void import('node:https')",
  "new WebSocket('wss://example.org')"
]

describe('the rule that nothing leaves this machine', () => {
  it.each(files)('holds in %s for every way out', async (file) => {
    for (const code of ways) expect(await complaints(file, code), code).toHaveLength(1)
  })

  it('lets one module use HTTP, and that one nothing else', async () => {
    const found = await Promise.all(ways.map((code) => complaints(connection, code)))
    expect(found.map((texts) => texts.length)).toEqual([0, 0, 1, 1, 1, 1, 1, 1])
  })
})
