import { incompleteBeta } from '../../statistics/incomplete-beta.ts'

/**
 * Probability of at least m successes in n independent trials (NIST DLMF 8.17.5).
 *
 *     P(X ≥ m) = Σ_{i = m}^{n} C(n, i) p^i (1 − p)^(n − i) = I_p(m, n − m + 1)
 */
export function binomialTail(m: number, n: number, p: number): number {
  if (m <= 0) return 1
  return m > n ? 0 : incompleteBeta(p, 1 - p, m, n - m + 1)
}
