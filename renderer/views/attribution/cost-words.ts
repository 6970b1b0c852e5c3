import { operationWords } from '../../../preload/operation-words.ts'
import { byteWords } from '../../components/words/size-words.ts'
import type { RunPlan } from '../../../preload/data.ts'

/** What one model's run will take: `30 + 18 tokens · reverse · resident · cpu × 2 · 1.24 GFLOP`. */
export function planWords(plan: RunPlan): string {
  const taken = plan.direction === 'forward' ? plan.operationsForward : plan.operationsReverse
  const other = plan.direction === 'forward' ? plan.operationsReverse : plan.operationsForward
  const otherName = plan.direction === 'forward' ? 'reverse' : 'forward'
  return [
    `${plan.nPrompt} + ${plan.nResponse} tokens`,
    plan.direction === 'leave-one-out'
      ? 'leave-one-out'
      : `${plan.direction} ${operationWords(taken)} (${otherName} ${operationWords(other)})`,
    plan.memory,
    `${plan.device} × ${plan.nThreads}`,
    `needs ${byteWords(plan.neededBytes)} of ${byteWords(plan.freeBytes)} free`
  ].join(' · ')
}

/** The plan asks for more than there is. */
export function isTooLarge(plan: RunPlan): boolean {
  return plan.neededBytes > plan.freeBytes
}
