import type { AttributionRecord } from '../../../preload/analysis/attribution-record.ts'
import { displayText } from '../../../preload/token-display.ts'

/** What importance is counted in. */
export function targetUnit({ target }: Pick<AttributionRecord, 'target'>): string {
  switch (target) {
    case 'probability':
      return 'probability'
    case 'log-probability':
      return 'log-probability (nats)'
    case 'logit':
      return 'logit'
    case 'contrastive':
      return 'logit − foil’s logit'
  }
}

/** The target in words for titles. */
export function targetWords({ target, foil }: Pick<AttributionRecord, 'target' | 'foil'>): string {
  if (target !== 'contrastive') return target
  return foil === undefined
    ? 'contrast with the most probable other token'
    : `contrast with “${displayText(foil)}”`
}
