import type { CallName } from '../../preload/contract.ts'

const mebibyte = 2 ** 20
const usualRequestBytes = mebibyte
const usualReplyBytes = 16 * mebibyte

/** A picture of a large matrix as PNG or CSV is the one thing that is large on its way in. */
const requestBytes: Partial<Record<CallName, number>> = { 'picture/save': 64 * mebibyte }

/** Raw matrices of two models, with leave-one-out beside them: 1,000 x 4,000 float32 is 16 MB each. */
const replyBytes: Partial<Record<CallName, number>> = {
  'result/open': 256 * mebibyte,
  'job/partial': 256 * mebibyte,
  // [nHeads, T, T] of two models: 32 heads and 1,000 tokens are 128 MB each.
  'attention/layer': 256 * mebibyte,
  'heads/layer': 64 * mebibyte,
  // Raw maps of both models, as of an attribution.
  'study/case': 128 * mebibyte,
  // A line for every bad row of a file of 100 MB.
  'study/preview': 64 * mebibyte,
  'study/pick': 64 * mebibyte
}

export function largestRequestBytes(name: CallName): number {
  return requestBytes[name] ?? usualRequestBytes
}

export function largestReplyBytes(name: CallName): number {
  return replyBytes[name] ?? usualReplyBytes
}
