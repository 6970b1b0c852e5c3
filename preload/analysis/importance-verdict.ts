import type { ImportanceSigns } from './importance-signs.ts'

export type FindingKind =
  | 'empty-response'
  | 'no-positive-importance'
  | 'near-uniform'
  | 'first-token'
  | 'disagrees-with-leave-one-out'
  | 'agrees-loosely-with-leave-one-out'
  | 'many-empty-columns'

export interface Finding {
  readonly kind: FindingKind
  /** `unreadable`: no conclusion should rest on the map. `caution`: read it with this in mind. */
  readonly severity: 'unreadable' | 'caution'
  /** One or two plain sentences. */
  readonly text: string
}

/**
 * Above it the map is called near uniform. The 1,104 maps that the paper's authors recorded have mean
 * entropies from 0.42 to 0.87 (median 0.71); 0.9 lies beyond all of them.
 */
export const nearUniformEntropy = 0.9

/**
 * Above it the first token dominates. In the paper's recorded maps it holds at most 0.35 (median
 * 0.04); half means that it outweighs all other tokens together, as an attention sink does.
 */
export const dominatingShare = 0.5

/** Below it a large share on one token says nothing: with four tokens a quarter each is even. */
export const fewestTokensForShare = 5

/**
 * Below it the gradient does not tell what removing a token does: 0.2 is about one standard error of
 * a rank correlation of 25 unrelated pairs. Randomly initialised checkpoints lie within ±0.08 of 0.
 */
export const disagreementBelow = 0.2

/** Below it fewer than a quarter of the variance of the ranks is shared (0.5² = 0.25). */
export const looseAgreementBelow = 0.5

/** From this part of the response on, columns without positive importance are worth a word. */
export const manyEmptyColumns = 0.25

/** What a reader must know about a map before reading it; an empty list when nothing speaks against it. */
export function verdict(signs: ImportanceSigns): Finding[] {
  if (signs.nResponseTokens === 0) {
    return [
      {
        kind: 'empty-response',
        severity: 'unreadable',
        text: 'The model answered nothing, so there is no map. In a study this case scores 0.'
      }
    ]
  }
  if (signs.firstTokenShare === null) {
    return [
      {
        kind: 'no-positive-importance',
        severity: 'unreadable',
        text: 'No prompt token raises any response token: there is no positive importance, and the map is empty.'
      }
    ]
  }
  return [spread(signs), firstToken(signs), comparison(signs), emptyColumns(signs)].filter(
    (finding) => finding !== null
  )
}

/** True when no conclusion should rest on the map. */
export function isUnreadable(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'unreadable')
}

function spread({ meanEntropy }: ImportanceSigns): Finding | null {
  if (meanEntropy === null || meanEntropy <= nearUniformEntropy) return null
  return {
    kind: 'near-uniform',
    severity: 'unreadable',
    text:
      `Importance is spread almost evenly over the prompt (mean normalised entropy ${meanEntropy.toFixed(2)}, ` +
      `where 1 is uniform). The map should not be read: no token stands out.`
  }
}

function firstToken({ firstTokenShare, nPromptTokens }: ImportanceSigns): Finding | null {
  if (firstTokenShare === null || firstTokenShare <= dominatingShare) return null
  if (nPromptTokens < fewestTokensForShare) return null
  return {
    kind: 'first-token',
    severity: 'caution',
    text:
      `The first prompt token holds ${percent(firstTokenShare)} of all positive importance. It probably ` +
      `acts as an attention sink; hide it before comparing the other tokens.`
  }
}

function comparison({ agreement }: ImportanceSigns): Finding | null {
  const rho = agreement?.meanSpearman ?? null
  if (rho === null || rho >= looseAgreementBelow) return null
  const measured = `mean rank correlation ${rho.toFixed(2).replace('-', '−')} over the response tokens`
  if (rho < disagreementBelow) {
    return {
      kind: 'disagrees-with-leave-one-out',
      severity: 'unreadable',
      text:
        `The gradient disagrees with leave-one-out (${measured}). What the map marks is not what changes ` +
        `the response when it is removed; trust leave-one-out here.`
    }
  }
  return {
    kind: 'agrees-loosely-with-leave-one-out',
    severity: 'caution',
    text:
      `The gradient agrees only loosely with leave-one-out (${measured}). Read the strongest tokens, ` +
      `not the order of the others.`
  }
}

function emptyColumns({ nEmptyColumns, nResponseTokens }: ImportanceSigns): Finding | null {
  const share = nEmptyColumns / nResponseTokens
  if (share < manyEmptyColumns) return null
  return {
    kind: 'many-empty-columns',
    severity: 'caution',
    text:
      `${nEmptyColumns} of ${nResponseTokens} response tokens have no positive importance on any ` +
      `prompt token; their columns are empty and count as uniform.`
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
