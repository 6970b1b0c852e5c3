import type {
  AttributionRecord,
  AttributionSide
} from '../../../preload/analysis/attribution-record.ts'
import type { ShownAxes } from './shown-axes.ts'

/** What two sides have in common, which decides how they can be laid over each other. */
export interface Comparison {
  readonly isPair: boolean
  readonly hasSameResponse: boolean
  /** The prompt's tokens are the same ones. */
  readonly hasSamePromptTokens: boolean
  /** The response's tokens are the same ones. */
  readonly hasSameResponseTokens: boolean
}

export function compareSides({ sides }: Pick<AttributionRecord, 'sides'>): Comparison {
  const [first, second] = sides
  if (!first || !second) {
    return {
      isPair: false,
      hasSameResponse: true,
      hasSamePromptTokens: true,
      hasSameResponseTokens: true
    }
  }
  return {
    isPair: true,
    hasSameResponse: first.response === second.response,
    hasSamePromptTokens: sameTokens(first, second, 'promptPositions'),
    hasSameResponseTokens: sameTokens(first, second, 'responsePositions')
  }
}

function sameTokens(
  a: AttributionSide,
  b: AttributionSide,
  part: 'promptPositions' | 'responsePositions'
): boolean {
  const ofA = a.tokens.slice(...a[part])
  const ofB = b.tokens.slice(...b[part])
  return ofA.length === ofB.length && ofA.every((token, t) => token === ofB[t])
}

/** Which responses are compared, in words. */
export function describeComparison(record: AttributionRecord): string {
  const { responseMode, sides } = record
  const nTokens = sides.map((side) => side.responsePositions[1] - side.responsePositions[0])
  const isPair = sides.length > 1
  switch (responseMode) {
    case 'given':
      return isPair ? 'Both models on the same given response' : 'On the given response'
    case 'base':
      return isPair ? 'Both models on the base model’s response' : 'On the base model’s response'
    case 'tuned':
      return isPair ? 'Both models on the tuned model’s response' : 'On the tuned model’s response'
    case 'own':
      return isPair ? 'Each model on its own response' : 'On its own response'
    case 'length-matched':
      return `Each model on its own response, both cut to ${Math.min(...nTokens)} tokens`
  }
}

/** What the reader must know about how the sides are aligned; null when there is nothing to say. */
export function describeAlignment(comparison: Comparison): string | null {
  if (!comparison.isPair) return null
  if (!comparison.hasSamePromptTokens) {
    return 'The tokenizers differ, so the models are aligned by words; tokens are shown for one model at a time.'
  }
  if (comparison.hasSameResponse && !comparison.hasSameResponseTokens) {
    return 'The tokenizers cut the response differently: columns are aligned by words.'
  }
  return null
}

/** Rows of both sides stand for the same part of the prompt. */
export function hasSameRows(axes: readonly ShownAxes[]): boolean {
  return axes.every(({ rows }) => rows.length === axes[0]?.rows.length)
}

export function hasSameColumns(axes: readonly ShownAxes[]): boolean {
  return axes.every(({ columns }) => columns.length === axes[0]?.columns.length)
}
