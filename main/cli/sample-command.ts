import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { readSampleCases } from '../shell/sample.ts'
import { findInstruction } from '../tokenizer/instruction-spans.ts'
import type { ExitCode } from './exit-codes.ts'
import { optionValues } from './option-values.ts'
import { runAttribution } from './run-attribution.ts'
import type { Terminal } from './terminal.ts'
import { userPath } from './user-path.ts'
import { wrongUse } from './wrong-use.ts'

const optionsSchema = v.object({ case: v.optional(v.string()), json: v.optional(v.string()) })

/** The bundled pair with its cases. */
export const sampleFolder = fileURLToPath(new URL('../../resources/sample', import.meta.url))

/** `sample`: the main job on the bundled pair, with the case's own instruction and response. */
export async function runSample(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const words = optionValues(optionsSchema, options)
  const cases = await readSampleCases(sampleFolder)
  const chosen = words.case === undefined ? cases[0] : cases.find(({ id }) => id === words.case)
  if (chosen === undefined) {
    throw wrongUse(
      `--case: found "${words.case ?? ''}", expected ${cases[0]?.id} to ${cases.at(-1)?.id}`
    )
  }
  const { prompt, response, instruction } = chosen
  return runAttribution(
    {
      request: {
        base: `${sampleFolder}/base`,
        tuned: `${sampleFolder}/tuned`,
        settings: {
          prompt,
          response,
          respond: 'given',
          nTokensLimit: 128,
          instructionSpans: [findInstruction(prompt, instruction).span],
          target: 'probability',
          foil: null,
          estimator: 'gradient',
          withLeaveOneOut: false,
          useChatTemplate: false,
          direction: 'auto',
          memory: 'auto',
          device: 'auto',
          nThreads: 0
        }
      },
      title: null,
      jsonFile: words.json === undefined ? null : userPath(words.json)
    },
    terminal
  )
}
