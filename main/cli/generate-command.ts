import * as v from 'valibot'
import { displayText } from '../../preload/token-display.ts'
import { assertWritable, writeAtomically } from '../exports/atomic-write.ts'
import { jsonText } from '../exports/json-text.ts'
import { devices, mostThreads, mostTokens } from './attribute-options.ts'
import { exitCodes } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { followJob } from './follow-job.ts'
import { choice, optionValues, wholeNumber } from './option-values.ts'
import { programVersions } from './program-versions.ts'
import { endedBadly } from './run-stored-job.ts'
import type { Terminal } from './terminal.ts'
import { userPath } from './user-path.ts'
import { withService } from './with-service.ts'

const optionsSchema = v.object({
  model: v.string(),
  prompt: v.string(),
  tokens: wholeNumber(1, mostTokens),
  chatTemplate: v.boolean(),
  device: choice(devices),
  threads: wholeNumber(0, mostThreads),
  json: v.string()
})

/** `generate`: one greedy response, printed and written. Nothing is stored, so the library may be in use. */
export async function runGenerate(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const words = optionValues(optionsSchema, options)
  const jsonFile = userPath(words.json)
  await assertWritable(jsonFile)
  return withService('memory', terminal, async (service) => {
    const end = await followJob(service, terminal, () =>
      service.call('generation/start', {
        folder: userPath(words.model),
        role: 'base',
        prompt: words.prompt,
        useChatTemplate: words.chatTemplate,
        nTokensLimit: words.tokens,
        device: words.device,
        nThreads: words.threads
      })
    )
    if (end.state === 'cancelled') {
      terminal.note('stopped; nothing was kept')
      return exitCodes.interrupted
    }
    if (end.state !== 'done') throw endedBadly(end)
    const result = await service.call('generation/result', { jobId: end.jobId })
    const file = {
      schema: 'shiftlens/generation',
      schemaVersion: 1,
      ids: result.ids,
      new: result.newIds,
      text: result.text,
      stopReason: result.stopReason,
      seconds: end.elapsedMs / 1_000,
      versions: programVersions()
    }
    await writeAtomically(jsonFile, jsonText(file))
    // Line breaks are part of a text that is read; what could steer the terminal is not.
    terminal.out(`${result.text.split('\n').map(displayText).join('\n')}\n`)
    terminal.note(`${result.newIds.length} tokens, ${stopWords[result.stopReason]}`)
    terminal.note(`written: ${jsonFile}`)
    return exitCodes.success
  })
}

const stopWords = {
  'stop-token': 'ended by the model',
  limit: 'ended at the limit of --tokens',
  context: "ended at the model's longest context"
} as const
