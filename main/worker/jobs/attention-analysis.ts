import { createHash } from 'node:crypto'
import type {
  AttentionLayer,
  AttentionRecord,
  AttentionSide
} from '../../../preload/analysis/heads/attention-record.ts'
import { AppError } from '../../errors.ts'
import type { AttentionRequest } from '../../service/contract.ts'
import { stripText } from '../../tokenizer/strip-text.ts'
import { AttentionEngine } from './attention-engine.ts'
import { attentionLimits, attentionNotes, attentionSide } from './attention-sides.ts'
import type { BegunRun, LayerAnalysis } from './layer-job.ts'
import { layersOf } from './layer-scope.ts'
import { promptTitle } from './prompt-title.ts'
import { attentionMethodVersion } from './versions.ts'

/** What is fixed for all layers. */
export interface PreparedAttention {
  readonly sides: readonly AttentionSide[]
  /** Ascending. */
  readonly layers: readonly number[]
  /** SHA-256 of each side's chat template; null where none is used. */
  readonly templates: readonly string[] | null
  readonly limits: readonly string[]
  readonly notes: readonly string[]
}

/**
 * What every head attends to on one prompt, a layer of both models at a time (method.md "Attention
 * patterns").
 *
 * @throws AppError `request/invalid` for an empty prompt
 */
export function attentionAnalysis({
  settings
}: AttentionRequest): LayerAnalysis<PreparedAttention, AttentionLayer> {
  const prompt = stripText(settings.prompt)
  if (prompt === '') {
    throw new AppError('request/invalid', 'prompt: empty, expected some text', {
      hint: 'Type a prompt.'
    })
  }
  let engine: AttentionEngine | null = null

  const makeEngine = (
    { start, models }: BegunRun,
    { sides, layers }: Pick<PreparedAttention, 'sides' | 'layers'>,
    from: number
  ) =>
    new AttentionEngine({
      sides: models.map(({ role, opened: { checkpoint } }, i) => {
        return { role, checkpoint, ids: sides[i]!.ids }
      }),
      layers,
      from,
      nThreads: start.nThreads
    })

  return {
    kind: 'attention',
    methodVersion: attentionMethodVersion,
    preparation: { unitId: 'tokens', phase: 'reading the prompt' },
    async prepare(run) {
      const { models } = run
      const sides: AttentionSide[] = []
      for (const model of models) sides.push(await attentionSide(model, settings))
      const layers = layersOf(settings.layers, sides)
      engine = makeEngine(run, { sides, layers }, 0)
      return {
        sides,
        layers,
        templates: settings.useChatTemplate
          ? models.map(({ opened }) => sha256(opened.chatTemplate ?? ''))
          : null,
        limits: attentionLimits(sides),
        notes: models.flatMap((model, i) => attentionNotes(model, sides[i]!.ids.length))
      }
    },
    async layer(layer, run, prepared, context) {
      engine ??= makeEngine(run, prepared, layer)
      return engine.layer(layer, context)
    },
    record({ versions, nThreads, device }, { sides, limits, notes, ...prepared }, layers) {
      const record: AttentionRecord = {
        prompt,
        sides,
        layers: layers.map(({ layer }) => layer),
        settings: { ...settings, nThreads },
        limits,
        notes,
        operations: layers.reduce((sum, { operations }) => sum + operations, 0),
        seconds: layers.reduce((sum, { seconds }) => sum + seconds, 0),
        versions,
        device,
        createdAt: new Date().toISOString(),
        isPartial: layers.length < prepared.layers.length
      }
      return { kind: 'attention', record }
    },
    keyFields: ({ templates, layers }) => ({ ...settings, prompt, templates, layers }),
    title: () => `Attention: ${promptTitle(prompt)}`,
    async close() {
      await engine?.release()
    }
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
