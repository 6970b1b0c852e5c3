import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { repository } from '../../launch.ts'
import { runButton, writePrompt, writeResponse } from './inputs.ts'

export const sampleFolders = ['base', 'tuned'].map((side) =>
  join(repository, 'resources/sample', side)
)

/** Prompt and response of the bundled cases joined: the sample pair takes some ten seconds over it. */
export function longCase(nCases = 2): { readonly prompt: string; readonly response: string } {
  const lines = readFileSync(join(repository, 'resources/sample/cases.jsonl'), 'utf8').split('\n')
  // Written by ourselves: each line has these two texts.
  const cases = lines
    .slice(0, nCases)
    .map((line) => JSON.parse(line) as { prompt: string; response: string })
  return {
    prompt: cases.map(({ prompt }) => prompt).join('\n\n'),
    response: cases.map(({ response }) => response).join(' ')
  }
}

/** Starts a long run over the pair on screen, checked against leave-one-out. */
export async function startLongRun(page: Page): Promise<void> {
  const { prompt, response } = longCase()
  await writePrompt(page, prompt)
  await writeResponse(page, response)
  await page.getByRole('button', { name: 'Propose' }).click()
  await page.getByRole('checkbox', { name: 'Check against leave-one-out' }).check()
  await runButton(page).click()
}
