import * as v from 'valibot'
import { displayText } from '../../preload/token-display.ts'
import { openCheckpoint } from '../checkpoint/checkpoint.ts'
import { describeCheckpoint } from '../checkpoint/inspect.ts'
import type { CheckpointDescription } from '../checkpoint/inspect.ts'
import { assertWritable, writeAtomically } from '../exports/atomic-write.ts'
import { openModel } from '../worker/jobs/open-model.ts'
import { exitCodes } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { optionValues } from './option-values.ts'
import { padded } from './padded.ts'
import type { Terminal } from './terminal.ts'
import { userPath } from './user-path.ts'

const optionsSchema = v.object({ model: v.string(), json: v.optional(v.string()) })

interface Inspection extends CheckpointDescription {
  readonly tokenizer: { readonly nTokens: number; readonly spelling: string } | null
  readonly hasChatTemplate: boolean
}

/**
 * `inspect`: what a folder holds, from config and tensor headers. The weights are found readable before
 * the tokenizer is looked at, whose faults are then the command's.
 */
export async function runInspect(options: unknown, terminal: Terminal): Promise<ExitCode> {
  const words = optionValues(optionsSchema, options)
  const jsonFile = words.json === undefined ? null : userPath(words.json)
  if (jsonFile !== null) await assertWritable(jsonFile)
  const folder = userPath(words.model)
  const description = describeCheckpoint(await openCheckpoint(folder))
  const { tokenizer, chatTemplate } = await openModel(folder)
  const inspection: Inspection = {
    ...description,
    tokenizer: { nTokens: tokenizer.nTokens, spelling: tokenizer.spelling },
    hasChatTemplate: chatTemplate !== null
  }
  if (jsonFile !== null) {
    await writeAtomically(jsonFile, `${JSON.stringify(inspection, null, 2)}\n`)
  }
  terminal.out(inspectionText(inspection))
  for (const warning of inspection.warnings) terminal.note(`warning: ${warning}`)
  if (jsonFile !== null) terminal.note(`written: ${jsonFile}`)
  return exitCodes.success
}

/** Two columns; ends with a line break. */
export function inspectionText(inspection: Inspection): string {
  const { config, tokenizer } = inspection
  const lines: readonly (readonly [string, string])[] = [
    ['name', inspection.name],
    ['architecture', `${config.architecture} (${config.family})`],
    ['parameters', inspection.nParameters.toLocaleString('en')],
    ['layers', String(config.nLayers)],
    ['heads, key/value heads', `${config.nHeads}, ${config.nKvHeads}`],
    ['model, head, inner width', `${config.dModel}, ${config.dHead}, ${config.dFfn}`],
    ['vocabulary', config.nVocab.toLocaleString('en')],
    ['longest context', config.maxPositions.toLocaleString('en')],
    ['rope', config.rope.type],
    ['output embedding', inspection.headIsEmbedding ? 'tied to the input' : 'its own'],
    ['tokenizer', tokenizer === null ? '–' : `${tokenizer.nTokens} tokens, ${tokenizer.spelling}`],
    ['chat template', inspection.hasChatTemplate ? 'yes' : 'no'],
    ['Python code in it', inspection.containsCode ? 'yes; it is never run' : 'no'],
    ...inspection.dtypes.map(
      ({ dtype, nTensors, sizeBytes }) =>
        [dtype, `${nTensors} tensors, ${megabytes(sizeBytes)}`] as const
    ),
    ...inspection.files.map(({ name, sizeBytes }) => [name, megabytes(sizeBytes)] as const)
  ]
  return lines
    .map(([label, value]) => `${padded(displayText(label), 28)}${displayText(value)}\n`)
    .join('')
}

function megabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1e6).toLocaleString('en', { maximumFractionDigits: 2 })} MB`
}
