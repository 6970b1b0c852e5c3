import type { AttentionLayer } from '../../../preload/analysis/heads/attention-record.ts'
import type { AttentionRecord, Role } from '../../../preload/data.ts'
import type { ColorScale } from '../../color/color-scale.ts'
import type { DivergingName, Scheme } from '../../color/palettes.ts'
import type { MatrixPicture } from '../../matrix/matrix-picture.ts'
import type { HeadsAttention } from '../../state/heads-attention.svelte.ts'
import {
  attentionDifference,
  attentionDifferenceScale,
  attentionPatterns,
  attentionPicture,
  attentionScale
} from './attention-patterns.ts'

export interface AttentionPanel {
  /** One model, or base and tuned for their difference. */
  readonly roles: readonly Role[]
  readonly label: string
  readonly picture: MatrixPicture
}

export interface AttentionPanels {
  readonly panels: readonly AttentionPanel[]
  readonly scale: ColorScale
  /** For the legend. */
  readonly note: string
  /** Why what was asked for is not shown; null when it is. */
  readonly problem: string | null
}

/** The chosen head's matrices as they are asked for, on screen or on paper. */
export function attentionPanels(
  { head, hidesSink, arrangement }: Pick<HeadsAttention, 'head' | 'hidesSink' | 'arrangement'>,
  record: AttentionRecord,
  part: AttentionLayer,
  palette: DivergingName,
  scheme: Scheme
): AttentionPanels | null {
  if (!head) return null
  const patterns = attentionPatterns(record, part, head.head, hidesSink)
  const wantsDifference = arrangement === 'difference' && patterns.length > 1
  const difference = wantsDifference ? attentionDifference(patterns) : null
  const note = `row: the token that attends${hidesSink ? ', the first token hidden' : ''}`
  const [base] = patterns
  if (difference && base) {
    const scale = attentionDifferenceScale(difference, palette, scheme)
    const panel: AttentionPanel = {
      roles: ['base', 'tuned'],
      label: 'Difference of attention, tuned minus base',
      picture: attentionPicture(base, difference, scale)
    }
    return { panels: [panel], scale, note, problem: null }
  }
  const scale = attentionScale(patterns, scheme)
  return {
    panels: patterns.map((pattern) => ({
      roles: [pattern.role],
      label: `Attention of the ${pattern.role} model`,
      picture: attentionPicture(pattern, pattern.values, scale)
    })),
    scale,
    note,
    problem: wantsDifference
      ? 'The models read different tokens, so there is no difference cell by cell.'
      : null
  }
}
