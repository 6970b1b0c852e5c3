import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openModel } from '../../../main/worker/jobs/open-model.ts'
import { readGoldens } from '../../helpers/goldens.ts'
import { runCommand } from '../../helpers/run-command.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

const goldens = readGoldens().filter(({ name }) => name === 'llama-tuned' || name === 'qwen3')

it.each(goldens)('writes the tokens that the golden $name recorded', async (golden) => {
  const { ids, new: expected } = golden.greedy!
  const { tokenizer } = await openModel(golden.checkpoint)
  const nBefore = tokenizer.addedBefore.length
  const prompt = tokenizer.decode(ids.slice(nBefore))
  // The ids are those of a text; this is the text.
  expect(tokenizer.encode(prompt, { addSpecialTokens: true }).ids.slice(0, ids.length)).toEqual(ids)
  const home = temporaryFolder()
  const file = join(home, 'out.json')
  const words = ['--model', golden.checkpoint, '--prompt', prompt, '--tokens', '24']
  const end = await runCommand(join(home, 'store'), 'generate', ...words, '--json', file)
  expect(end.code, end.stderr).toBe(0)
  const found = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  expect(found['ids']).toEqual(ids)
  expect(found['new']).toEqual(expected)
  expect(found['text']).toBe(tokenizer.decode(expected))
  expect(found['stopReason']).toMatch(/^(limit|stop-token)$/)
  expect(found['versions']).toHaveProperty('onnxruntime')
})
